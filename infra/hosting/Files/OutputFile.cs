namespace Settlement.Hosting.Files;

/// <summary>
/// A file that is written beside its place and takes it only when it is whole: a failure leaves what was there before. A file that is being
/// read is never written, by whatever name or link it goes.
/// </summary>
public sealed class OutputFile : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly string _path;
    private readonly string? _beside;

    private OutputFile(string path, string? beside)
    {
        (_path, _beside) = (path, beside);
        Content = new FileStream(
            beside ?? path,
            beside is null ? FileMode.Open : FileMode.CreateNew,
            FileAccess.Write,
            FileShare.Read,
            BufferBytes
        );
    }

    /// <summary>What is written.</summary>
    public FileStream Content { get; }

    /// <summary>Starts to write a file.</summary>
    /// <param name="path">Its place.</param>
    /// <param name="inputs">The files that are read meanwhile.</param>
    /// <exception cref="IOException">The place is one of the inputs, or a folder.</exception>
    public static OutputFile Create(string path, IEnumerable<string> inputs)
    {
        var real = RealPath(path);
        if (inputs.FirstOrDefault(input => RealPath(input) == real) is { } same)
        {
            throw new IOException($"'{path}' is the file that is read ('{same}'); nothing was written. Name another file for the output.");
        }
        if (Directory.Exists(real))
        {
            throw new IOException($"'{path}' is a folder; name a file in it for the output.");
        }
        // A device or pipe cannot be put in place at the end.
        var device = real.StartsWith("/dev/", StringComparison.Ordinal) || real.StartsWith("/proc/", StringComparison.Ordinal);
        return new OutputFile(real, device ? null : $"{real}.{Guid.NewGuid():N}.partial");
    }

    /// <summary>Puts the file in its place.</summary>
    public void Complete()
    {
        Content.Dispose();
        if (_beside is not null)
        {
            File.Move(_beside, _path, overwrite: true);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Content.Dispose();
        if (_beside is not null)
        {
            File.Delete(_beside);
        }
    }

    /// <summary>The path without links, those of its folders included.</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full);
        if (folder is null)
        {
            return full;
        }
        var real = Path.Combine(RealPath(folder), Path.GetFileName(full));
        // A loop of links is reported by the system when the file is opened.
        return new FileInfo(real).LinkTarget is not null && File.ResolveLinkTarget(real, returnFinalTarget: true) is { } target
            ? Path.GetFullPath(target.FullName)
            : real;
    }
}
