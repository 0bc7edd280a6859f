using System.Text.RegularExpressions;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Hazards in words, as they are counted.</summary>
public static partial class HazardNames
{
    private static readonly string[] Names =
    [
        .. Enum.GetNames<Hazard>()
            .Select(name => Capital.Replace(name, match => $"{(match.Index == 0 ? "" : " ")}{match.Value.ToLowerInvariant()}")),
    ];

    /// <summary>The words of a hazard.</summary>
    public static string Text(this Hazard hazard) => Names[(int)hazard];

    /// <summary>Counts a hazard, once or more.</summary>
    public static void Count(this Tally tally, Hazard hazard, long times = 1)
    {
        ArgumentNullException.ThrowIfNull(tally);
        tally.Count(hazard.Text(), times);
    }

    /// <summary>Counts a hazard if it is there.</summary>
    public static void Count(this Tally tally, Hazard hazard, bool there) => tally.Count(hazard, there ? 1 : 0);

    [GeneratedRegex("[A-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex Capital { get; }
}
