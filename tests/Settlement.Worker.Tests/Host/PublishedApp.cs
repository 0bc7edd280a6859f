using System.Diagnostics;

namespace Settlement.Worker.Tests.Host;

/// <summary>
/// The function app, published for Azure without the host's extensions: the folder that the variable names, else one made for these tests,
/// with folders of its own for all that the build makes, so that no other build is disturbed.
/// </summary>
internal sealed class PublishedApp : IDisposable
{
    public const string Variable = "SETTLEMENT_PUBLISHED_APP";

    private readonly DirectoryInfo? _made;

    private PublishedApp(string folder, DirectoryInfo? made)
    {
        Folder = folder;
        _made = made;
    }

    public string Folder { get; }

    public string Assembly => Path.Combine(Folder, "Settlement.Functions.dll");

    public static async Task<PublishedApp> FindOrPublishAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            return File.Exists(Path.Combine(folder, "functions.metadata"))
                ? new PublishedApp(folder, null)
                : throw new DirectoryNotFoundException(
                    $"{Variable} is '{folder}', which has no functions.metadata: name a published folder, or unset it."
                );
        }

        var made = Directory.CreateTempSubdirectory("published-");
        var app = new PublishedApp(Path.Combine(made.FullName, "app"), made);
        try
        {
            await PublishAsync(Path.Combine(made.FullName, "artifacts"), app.Folder);
            return app;
        }
        catch
        {
            app.Dispose();
            throw;
        }
    }

    public void Dispose() => _made?.Delete(recursive: true);

    private static async Task PublishAsync(string artifacts, string output)
    {
        var start = new ProcessStartInfo(
            DotNet.Path,
            [
                "publish",
                "functions",
                "--configuration",
                "Release",
                "-p:PublishForAzure=true",
                "-p:HostExtensions=false",
                "-p:RunAnalyzers=false",
                "--artifacts-path",
                artifacts,
                "--output",
                output,
                "--nodeReuse:false",
            ]
        )
        {
            WorkingDirectory = Repository.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'dotnet publish functions' ended with {process.ExitCode}:\n{said}\n{await errors}");
        }
    }
}
