using System.Net;
using System.Text.Json;

namespace Settlement.Functions.Tests.Processes;

/// <summary>A process that serves the functions, and a client of it.</summary>
internal sealed class ServingApp : IDisposable
{
    private const string Announcement = "Serving ";

    private ServingApp(AppProcess process, Uri address)
    {
        Process = process;
        Client = new HttpClient { BaseAddress = address };
    }

    public AppProcess Process { get; }

    public HttpClient Client { get; }

    public static async Task<ServingApp> StartAsync(string dataFolder, string clock, params IEnumerable<string> options)
    {
        var process = AppProcess.Start([
            "serve",
            "--data",
            dataFolder,
            "--clock",
            clock,
            .. options.Contains("--port") ? [] : new[] { "--port", "0" },
            .. options,
        ]);
        var line = await process.LineAsync(Announcement);
        return new ServingApp(process, new Uri(new Uri(line[Announcement.Length..].Split(' ')[0]), "/"));
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{path} answered {response.StatusCode}");
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path)
    {
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), null);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }

    public void Dispose()
    {
        Client.Dispose();
        Process.Dispose();
    }
}
