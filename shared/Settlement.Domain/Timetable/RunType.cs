namespace Settlement.Domain.Timetable;

/// <summary>A type of Settlement Run (Elexon SVA Data Catalogue, "Settlement Run Type").</summary>
public sealed class RunType
{
    private RunType(string code, int precedence, bool movesMoney = true) => (Code, Precedence, MovesMoney) = (code, precedence, movesMoney);

    /// <summary>II: an early sight of the day, which moves no money.</summary>
    public static RunType InterimInformation { get; } = new("II", 0, movesMoney: false);

    /// <summary>SF: the first run that moves money.</summary>
    public static RunType InitialSettlement { get; } = new("SF", 1);

    /// <summary>R1.</summary>
    public static RunType FirstReconciliation { get; } = new("R1", 2);

    /// <summary>R2.</summary>
    public static RunType SecondReconciliation { get; } = new("R2", 3);

    /// <summary>R3.</summary>
    public static RunType ThirdReconciliation { get; } = new("R3", 4);

    /// <summary>RF: the last run that every Settlement Day has.</summary>
    public static RunType FinalReconciliation { get; } = new("RF", 5);

    /// <summary>D: after an upheld dispute, at any time; it may be closed more than once.</summary>
    public static RunType Dispute { get; } = new("D", 6);

    /// <summary>DF: after an upheld dispute, the last that a Settlement Day can have.</summary>
    public static RunType FinalDispute { get; } = new("DF", 7);

    /// <summary>All types, in the order of the timetable.</summary>
    public static IReadOnlyList<RunType> All { get; } =
    [
        InterimInformation,
        InitialSettlement,
        FirstReconciliation,
        SecondReconciliation,
        ThirdReconciliation,
        FinalReconciliation,
        FinalDispute,
        Dispute,
    ];

    /// <summary>The codes of all types, in the order of the timetable.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. All.Select(type => type.Code)];

    /// <summary>The code, as in reference data, messages and reports.</summary>
    public string Code { get; }

    /// <summary>A closed run is superseded by one of the same day with a higher precedence.</summary>
    public int Precedence { get; }

    /// <summary>Whether the run charges the difference from the run before.</summary>
    public bool MovesMoney { get; }

    /// <summary>The type with a code, or null where there is none; codes are case-sensitive.</summary>
    public static RunType? Find(string? code) => All.FirstOrDefault(type => type.Code == code);

    /// <summary>The type with a code.</summary>
    /// <exception cref="ArgumentException">There is no such type.</exception>
    public static RunType Parse(string code) =>
        Find(code) ?? throw new ArgumentException($"'{code}' is not a run code; the codes are {string.Join(", ", Codes)}.", nameof(code));

    /// <inheritdoc/>
    public override string ToString() => Code;
}
