namespace Settlement.Simulation;

/// <summary>A GSP Group with its distributor and the customers (millions) that weigh it.</summary>
public sealed record GroupSeed(string Id, string Name, int Distributor, string DistributorParticipant, double Customers, string Tlf);

/// <summary>A made-up supplier and its share of the meters.</summary>
public sealed record SupplierSeed(string Id, string Name, double Share);

/// <summary>A made-up unit that is metered itself, and its share of generation.</summary>
public sealed record UnitSeed(string Id, string Party, string Group, double Share);

/// <summary>Who takes part in a market.</summary>
public sealed record Cast(GroupSeed[] Groups, SupplierSeed[] Suppliers)
{
    /// <summary>A further supplier unit that is not the default; the first supplier has one in the first group.</summary>
    public string ExtraSupplierUnit => $"2__{Groups[0].Id[1]}{Suppliers[0].Id}001";
}

/// <summary>
/// Whom casts are made of. GSP Groups and distributors are those of Great Britain; every supplier, generator and trader is invented,
/// with shares skewed like those of the real market.
/// </summary>
public static class SyntheticMarket
{
    /// <summary>The prefix of an independent distributor: its MPANs lie in several GSP Groups.</summary>
    public const int IndependentDistributor = 24;

    /// <summary>A supplier that left the market before the first simulated day.</summary>
    public const string DepartedSupplier = "GONE";

    public const string Trader = "TRDA";
    public const string TradingParty = "GENA";
    public const string Interconnector = "I_LINKA-1";
    public const string InterconnectorParty = "ICLK";

    private const int SmallSuppliers = 48;
    private const double SmallShare = 0.4;

    public static readonly GroupSeed[] Groups =
    [
        new("_A", "Eastern", 10, "EELC", 3.6, "0.0041210"),
        new("_B", "East Midlands", 11, "EMEB", 2.65, "-0.0012870"),
        new("_C", "London", 12, "LOND", 2.3, "0.0098140"),
        new("_D", "Merseyside and North Wales", 13, "MANW", 1.5, "-0.0079320"),
        new("_E", "Midlands", 14, "MIDE", 2.5, "0.0020540"),
        new("_F", "Northern", 15, "NEEB", 1.6, "-0.0187730"),
        new("_G", "North Western", 16, "NORW", 2.4, "-0.0105460"),
        new("_H", "Southern", 20, "SOUT", 3.1, "0.0120310"),
        new("_J", "South Eastern", 19, "SEEB", 2.3, "0.0107050"),
        new("_K", "South Wales", 21, "SWAE", 1.15, "0.0033990"),
        new("_L", "South Western", 22, "SWEB", 1.65, "0.0142680"),
        new("_M", "Yorkshire", 23, "YELG", 2.3, "-0.0120110"),
        new("_N", "South Scotland", 18, "SPOW", 2.0, "-0.0226520"),
        new("_P", "North Scotland", 17, "HYDE", 0.78, "-0.0301340"),
    ];

    public static readonly SupplierSeed[] Suppliers =
    [
        new("NRTH", "Northlight", 24),
        new("KEEL", "Keelson", 20),
        new("DAWN", "Dawnway", 16),
        new("FERN", "Fernhill", 11),
        new("ALDR", "Alderbank", 10.5),
        new("BRNE", "Burnside", 8),
        new("CRAG", "Cragmoor", 3.5),
        new("DELL", "Dellwood", 2.5),
        new("ESKA", "Eskadale", 2),
        new("GLEN", "Glenrow", 1.2),
        new("HOLM", "Holmfield", 0.8),
        new("LOCH", "Lochend", 0.5),
    ];

    /// <summary>The first takes what the others leave, so that the sum comes out.</summary>
    public static readonly UnitSeed[] Units =
    [
        new("T_GENA-1", "GENA", "_M", 0.26),
        new("T_GENA-2", "GENA", "_B", 0.18),
        new("T_GENB-1", "GENB", "_L", 0.14),
        new("T_GENB-2", "GENB", "_D", 0.11),
        new("T_GENC-1", "GENC", "_A", 0.10),
        new("T_WNDA-1", "WNDA", "_P", 0.12),
        new("T_WNDA-2", "WNDA", "_N", 0.05),
        new("E_WNDB-1", "WNDB", "", 0.04),
    ];

    public static readonly (string Id, string Name)[] Generators =
    [
        ("GENA", "Ashford Works"),
        ("GENB", "Bryn Power"),
        ("GENC", "Coldharbour"),
        ("WNDA", "Windrow"),
        ("WNDB", "Wester Breeze"),
        ("ICLK", "Channel Link"),
    ];

    /// <summary>The cast of a market of some size: the greatest GSP Groups, so that a small market has no nearly empty one, and twelve suppliers.</summary>
    public static Cast CastFor(int meters) => new(GroupsFor(meters), Suppliers);

    /// <summary>The cast of the whole country: about as many small suppliers beside the great ones as hold customers.</summary>
    public static Cast NationalCast(int meters) =>
        new(
            GroupsFor(meters),
            [
                .. Suppliers,
                .. Enumerable.Range(1, SmallSuppliers).Select(n => new SupplierSeed($"S{n:D3}", $"Small supplier {n}", SmallShare / n)),
            ]
        );

    /// <summary>A supplier's BM Unit in a GSP Group.</summary>
    public static string SupplierUnit(string supplier, string group) => $"2__{group[1]}{supplier}000";

    private static GroupSeed[] GroupsFor(int meters)
    {
        var count = meters >= 1000 ? Groups.Length : Math.Clamp(meters / 70, 1, Groups.Length);
        return
        [
            .. Groups
                .OrderByDescending(g => g.Customers)
                .ThenBy(g => g.Id, StringComparer.Ordinal)
                .Take(count)
                .OrderBy(g => g.Id, StringComparer.Ordinal),
        ];
    }
}
