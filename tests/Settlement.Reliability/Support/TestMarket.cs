using Settlement.Domain.Reference;
using Settlement.Reference;
using Settlement.Storage;

namespace Settlement.Reliability.Support;

/// <summary>
/// The reference data of the tests. It changes on 2026-06-17: what has LATE in its name comes into force, what has PAST in it ceased the day before.
/// </summary>
public static class TestMarket
{
    private static readonly Lazy<ReferenceStore> Kept = new(() => InAsync(new InMemoryTableStore()).AsTask().GetAwaiter().GetResult());
    private static readonly Lazy<ReferenceStore> Quarantining = new(() =>
    {
        var store = InAsync(new InMemoryTableStore()).AsTask().GetAwaiter().GetResult();
        store.ReplaceAsync(QuarantineSets).AsTask().GetAwaiter().GetResult();
        return store;
    });
    private static readonly Lazy<ReferenceData> Loaded = new(() => Kept.Value.LoadCurrentAsync().AsTask().GetAwaiter().GetResult());

    /// <summary>The reference data, loaded once.</summary>
    public static ReferenceData Data => Loaded.Value;

    /// <summary>A store of it alone, for ledgers that leave it unchanged.</summary>
    public static ReferenceStore References => Kept.Value;

    /// <summary>The sets that differ from the default.</summary>
    public static IReadOnlyDictionary<string, string> Sets { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["participants"] = """
                id,name,role,from,to
                ALFA,Alfa,supplier,,
                BRAV,Bravo,supplier,,
                CHAR,Charlie,supplier,,
                LATE,Late,supplier,2026-06-17,
                PAST,Past,supplier,,2026-06-16
                GENX,Xray,generator,,
                TRDX,Trader,trader,,
                """,
            ["gsp-groups"] = """
                id,name,zone,from,to
                _A,Eastern,1,,
                _B,Midlands,1,,
                _L,LATE,1,2026-06-17,
                """,
            ["bm-units"] = """
                id,party,account,gspGroup,tradingUnit,kind,default,from,to
                2__AALFA000,ALFA,C,_A,,supplier,yes,,
                2__ABRAV000,BRAV,C,_A,,supplier,yes,,
                T_GENX-1,GENX,P,,,generation,no,,
                I_GENX-1,GENX,P,,,interconnector,no,,
                T_LATE-1,GENX,P,,,generation,no,2026-06-17,
                """,
            // Export of advanced meters has no consumption row, actual unmetered import has no losses row.
            ["components"] = """
                id,flow,segment,connection,domestic,quality,losses,weight
                1,import,,,,,no,1
                2,import,smart,,,,yes,1
                3,import,advanced,,,,yes,1
                4,import,unmetered,,,E,yes,1
                5,export,smart,,,,no,-1
                6,export,smart,,,,yes,-1
                """,
            ["loss-factors"] = """
                distributor,llfc,fromPeriod,toPeriod,factor,from,to
                10,W01,1,,1.050,,
                12,W01,1,,1.070,,
                10,H01,1,14,1.010,,
                10,H01,15,,1.020,,
                10,N01,1,14,1.010,,
                10,LATE,1,,1.030,2026-06-17,
                """,
            ["transmission-loss-factors"] = """
                zone,tlf
                1,0.0021000
                """,
            // Tests send any value; those of implausible ones set a limit.
            ["parameters"] = "name,value\nplausibleKwhW,0\nplausibleKwhL,0\nplausibleKwhH,0\nplausibleKwhE,0\nplausibleKwhU,0",
            ["registrations"] = "supplier,gspGroup,segment,meters",
            ["meters"] = "mpan,supplier,gspGroup,llfc,segment,connection,domestic",
        };

    /// <summary>A limit of <see cref="QuarantinedOver"/> for some connection types, beyond which values wait aside.</summary>
    public static ReferenceStore QuarantiningReferences => Quarantining.Value;

    /// <summary>Over so many watt-hours a value of the connection types in <see cref="QuarantinedConnections"/> waits aside, where values do.</summary>
    public const long QuarantinedOver = 50_000;

    /// <summary>The connection types that have a limit where values wait aside.</summary>
    public static IReadOnlyList<string> QuarantinedConnections { get; } = ["W", "H", "U"];

    private static Dictionary<string, string> QuarantineSets =>
        new(StringComparer.Ordinal)
        {
            ["parameters"] =
                "name,value\nquarantineImplausible,1\nplausibleKwhW,50\nplausibleKwhL,0\nplausibleKwhH,50\nplausibleKwhE,0\nplausibleKwhU,50",
        };

    /// <summary>Puts the sets into a store.</summary>
    public static async ValueTask<ReferenceStore> InAsync(ITableStore store)
    {
        var reference = new ReferenceStore(store);
        await reference.ReplaceAsync(Sets);
        return reference;
    }
}
