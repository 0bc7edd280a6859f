using System.Text.Json;
using Settlement.Bench.Measuring;
using Settlement.Bench.National;

namespace Settlement.Bench.Documents;

/// <summary>The documents that show measured and modelled figures, filled in.</summary>
public static class DocumentFigures
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

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
