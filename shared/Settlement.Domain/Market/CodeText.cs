namespace Settlement.Domain.Market;

/// <summary>The codes as they are written in messages, reference data and reports; one place for both directions.</summary>
public static class CodeText
{
    private static readonly string[] Flows = ["import", "export"];
    private static readonly string[] Segments = ["smart", "advanced", "unmetered"];
    private static readonly string[] Connections = ["W", "L", "H", "E", "U"];
    private static readonly string[] QualityClasses = ["A", "E"];
    private static readonly string[] Qualities = ["A", "Z", "E1", "E2", "E3", "E4", "E5", "E6"];
    private static readonly string[] BmUnitKinds = ["supplier", "generation", "interconnector"];
    private static readonly string[] Accounts = ["P", "C"];
    private static readonly string[] Roles = ["supplier", "generator", "trader"];
    private static readonly string[] RunStates = ["running", "closed", "inexact", "failed"];

    /// <summary>The code of a value of one of the enumerations of this namespace.</summary>
    public static string Text<T>(this T value)
        where T : struct, Enum => Table<T>()[(int)(object)value];

    /// <summary>Finds the value that a code stands for; codes are case-sensitive.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> code, out T value)
        where T : struct, Enum
    {
        var table = Table<T>();
        for (var i = 0; i < table.Length; i++)
        {
            if (code.SequenceEqual(table[i]))
            {
                value = (T)(object)i;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>All codes of an enumeration, in its order.</summary>
    public static IReadOnlyList<string> Codes<T>()
        where T : struct, Enum => Table<T>();

    /// <summary>What settlement distinguishes of a quality: A and Z are actual, the rest estimated.</summary>
    public static QualityClass Class(this Quality quality) =>
        quality is Quality.A or Quality.Z ? QualityClass.Actual : QualityClass.Estimated;

    private static string[] Table<T>() =>
        typeof(T) switch
        {
            var t when t == typeof(Flow) => Flows,
            var t when t == typeof(MarketSegment) => Segments,
            var t when t == typeof(ConnectionType) => Connections,
            var t when t == typeof(QualityClass) => QualityClasses,
            var t when t == typeof(Quality) => Qualities,
            var t when t == typeof(BmUnitKind) => BmUnitKinds,
            var t when t == typeof(EnergyAccount) => Accounts,
            var t when t == typeof(ParticipantRole) => Roles,
            var t when t == typeof(RunState) => RunStates,
            _ => throw new NotSupportedException($"{typeof(T).Name} has no codes."),
        };
}
