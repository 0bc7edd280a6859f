using System.Text.Json;
using System.Text.RegularExpressions;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary>Reads what commands print and write.</summary>
internal static partial class Reports
{
    private static readonly string[] Controls = ["takeMinusAllocated", "creditedSum", "contractedSum", "netSum"];

    /// <summary>The periods that <c>--json</c> wrote.</summary>
    public static JsonElement[] Periods(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.EnumerateArray().Select(period => period.Clone())];
    }

    public static void AssertControlsZero(IEnumerable<JsonElement> periods) =>
        Assert.All(
            periods,
            period => Assert.All(Controls, control => Assert.Equal(0, period.GetProperty("controls").GetProperty(control).GetDecimal()))
        );

    /// <summary>The counts of a replay.</summary>
    public static (long Events, long Accepted, long Rejected) Counts(string output)
    {
        var match = Sent().Match(output);
        Assert.True(match.Success, output);
        return (Count(1), Count(2), Count(3));

        long Count(int group) => long.Parse(match.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(\d+) events, (\d+) accepted, (\d+) rejected\r?$", RegexOptions.Multiline)]
    private static partial Regex Sent();
}
