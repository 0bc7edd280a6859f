using System.Text.Json;
using Settlement.Local.Documents;
using Settlement.Local.Measuring;
using Settlement.Local.National;
using Settlement.Local.Reporting;

namespace Settlement.Local.Commands;

/// <summary>Puts measured and modelled figures into the documents that show them.</summary>
internal static class FiguresCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static int Run(Screen screen, string folder)
    {
        foreach (var (path, text) in Documents(folder))
        {
            File.WriteAllText(path, text);
            screen.Result($"Filled '{path}'.");
        }

        return ExitCode.Done;
    }

    /// <summary>What the documents of a folder must say.</summary>
    public static IEnumerable<(string Path, string Text)> Documents(string folder)
    {
        var bench = Read<BenchReport>(Path.Combine(folder, "figures", "bench.json"));
        var peers = Read<PeersReport>(Path.Combine(folder, "figures", "peers.json"));
        var growth = Directory
            .EnumerateFiles(Path.Combine(folder, "figures"), "bench*.json")
            .Select(Read<BenchReport>)
            .OrderBy(report => report.Meters)
            .ToList();
        var (performance, capacity) = (Path.Combine(folder, "performance.md"), Path.Combine(folder, "capacity.md"));
        yield return (performance, PerformanceDocument.Fill(File.ReadAllText(performance), bench, growth, peers));
        yield return (capacity, CapacityDocument.Fill(File.ReadAllText(capacity), bench));
    }

    /// <summary>Reads a report.</summary>
    /// <exception cref="FormatException">The file is no report.</exception>
    public static T Read<T>(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new FormatException($"'{path}' holds nothing.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{path}' is not what a bench writes: {e.Message}", e);
        }
    }
}
