namespace Settlement.Hosting.Files;

/// <summary>A file to be read from start to end, plain or gzip; what goes wrong while reading is reported with the file's name.</summary>
public sealed class InputFile : ReadOnlyStream
{
    private const int HeadBytes = 1 << 16;

    private readonly string _path;
    private readonly Stream _content;
    private byte _last = (byte)'\n';

    private InputFile(string path, Stream packed, bool gzip)
    {
        _path = path;
        _content = gzip ? new GzipContent(packed) : packed;
        try
        {
            Head = WithFileName(() => HeadedContent.ReadHead(_content, HeadBytes));
        }
        catch
        {
            _content.Dispose();
            throw;
        }
        _content = new HeadedContent(Head, _content);
    }

    /// <summary>The first bytes, as much as tells what kind of file it is.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    /// <summary>Whether the file ends, as far as it has been read, inside or right behind a number: cut off there, it would look the same.</summary>
    public bool EndsInNumber => _last is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'-' or (byte)'+';

    /// <summary>What to say of a file that ends in a number.</summary>
    public string EndsInNumberWarning =>
        $"The last line of '{_path}' has no line end and stops in a number: if the file was cut off there, that number is wrong.";

    /// <summary>Opens a file; one is unpacked if its name ends in <c>.gz</c> or it starts as gzip does.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A compressed file is damaged, or ends early.</exception>
    public static InputFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw Directory.Exists(path)
                ? new IOException($"'{path}' is a folder; name the files in it.")
                : new FileNotFoundException($"There is no file '{path}'.");
        }
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var start = HeadedContent.ReadHead(file, 2);
        var gzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || start.Span is [0x1F, 0x8B];
        return new InputFile(path, new HeadedContent(start, file), gzip);
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = WithFileName(() => _content.Read(buffer, offset, count));
        _last = read > 0 ? buffer[offset + read - 1] : _last;
        return read;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }
        base.Dispose(disposing);
    }

    private T WithFileName<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{_path}' {e.Message}.", e);
        }
        catch (IOException e)
        {
            throw new IOException($"'{_path}' cannot be read: {e.Message}", e);
        }
    }
}
