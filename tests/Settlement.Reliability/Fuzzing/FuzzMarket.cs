using Settlement.Reference;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Fuzzing;

/// <summary>The reference data of the tests with the participants and loss classes of the published messages added, so that those are accepted.</summary>
internal static class FuzzMarket
{
    public static IReadOnlyDictionary<string, string> Sets { get; } =
        new Dictionary<string, string>(TestMarket.Sets, StringComparer.Ordinal)
        {
            ["participants"] =
                TestMarket.Sets["participants"]
                + "\nNRTH,North,supplier,,\nKEEL,Keel,supplier,,\nDAWN,Dawn,supplier,,\nFERN,Fern,supplier,,",
            ["gsp-groups"] = TestMarket.Sets["gsp-groups"] + "\n_C,London,1,,",
            ["loss-factors"] = TestMarket.Sets["loss-factors"] + "\n12,1,1,,1.060,,\n12,2,1,,1.080,,",
        };

    private static readonly Lazy<ReferenceStore> Kept = new(() =>
    {
        var store = new ReferenceStore(new InMemoryTableStore());
        store.ReplaceAsync(Sets).AsTask().GetAwaiter().GetResult();
        return store;
    });

    public static ReferenceStore References => Kept.Value;
}
