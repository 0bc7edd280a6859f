using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Doubts;

/// <summary>The codes of doubts as they are published.</summary>
public static class DoubtCodes
{
    /// <summary>A value over the limit of its connection type and flow.</summary>
    public const string ImplausibleValue = "implausible-value";

    /// <summary>A local message for a whole day has fewer values than its day has periods.</summary>
    public const string ShortDay = "short-day";

    /// <summary>Two versions of one revision have different flows; it shows when versions are compared, not when they arrive.</summary>
    public const string FlowChanged = "flow-changed";

    /// <summary>Of a run alone: a value over its limit waits aside and is not in the figures.</summary>
    public const string Quarantined = "quarantined-value";

    /// <summary>Every code that the list has.</summary>
    public static IReadOnlyList<string> All { get; } = [FlowChanged, ImplausibleValue, ShortDay];

    /// <summary>The code of a doubt that was reported when its reading arrived.</summary>
    public static string ToText(this DoubtCode code) => code == DoubtCode.ShortDay ? ShortDay : ImplausibleValue;
}
