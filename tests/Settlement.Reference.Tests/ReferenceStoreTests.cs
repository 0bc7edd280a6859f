using Settlement.Domain.Calendar;
using Settlement.Reference.LossFactors;
using Settlement.Reference.Sets;
using Settlement.Storage;

namespace Settlement.Reference.Tests;

public sealed class ReferenceStoreTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2025-04-01");

    private readonly InMemoryTableStore _tables = new();

    [Fact]
    public async Task A_new_store_has_version_0_of_every_set()
    {
        var store = new ReferenceStore(_tables);

        var current = await store.CurrentAsync();
        Assert.Equal(ReferenceSets.All.Select(set => set.Name).Order(), current.Keys.Order());
        Assert.All(current.Values, version => Assert.Equal(0, version));
        Assert.True((await store.LoadCurrentAsync()).On(Day).IsSupplier("ALFA"));
    }

    [Fact]
    public async Task Versions_count_from_1_for_each_set_and_stay_readable()
    {
        var store = new ReferenceStore(_tables);

        var first = await Replace(store, "participants", "id,name,role\nAAAA,A,supplier");
        var second = await Replace(store, "participants", "role,id,name\nsupplier,BBBB,B\ntrader,CCCC,C");
        var other = await Replace(store, "parameters", "name,value\nalpha,0.5");

        Assert.Equal([new("participants", 1, 1), new("participants", 2, 2), new("parameters", 1, 1)], new[] { first, second, other });
        var fresh = new ReferenceStore(_tables);
        Assert.Equal(2, (await fresh.CurrentAsync())["participants"]);
        Assert.Equal("id,name,role,from,to\nBBBB,B,supplier,,\nCCCC,C,trader,,\n", await fresh.ReadCsvAsync("participants"));
        Assert.Equal("id,name,role,from,to\nAAAA,A,supplier,,\n", await fresh.ReadCsvAsync("participants", 1));
        Assert.Contains("ALFA", await fresh.ReadCsvAsync("participants", 0), StringComparison.Ordinal);
        Assert.Null(await fresh.ReadCsvAsync("participants", 3));
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await fresh.ReadCsvAsync("colours"));
        var old = await fresh.LoadAsync(new Dictionary<string, int> { ["participants"] = 1 });
        Assert.True(old.On(Day).IsSupplier("AAAA"));
        Assert.Equal(0.45m, old.On(Day).Alpha);
        Assert.Equal(0.5m, (await fresh.LoadCurrentAsync()).On(Day).Alpha);
        await Assert.ThrowsAsync<KeyNotFoundException>(async () =>
            await fresh.LoadAsync(new Dictionary<string, int> { ["participants"] = 3 })
        );
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await fresh.LoadAsync(new Dictionary<string, int> { ["colours"] = 0 }));
    }

    [Fact]
    public async Task The_same_versions_are_loaded_once()
    {
        var store = new ReferenceStore(_tables);
        Assert.Same(await store.LoadCurrentAsync(), await store.LoadCurrentAsync());
        var before = await store.LoadCurrentAsync();
        await Replace(store, "parameters", "name,value\nalpha,0.5");
        Assert.NotSame(before, await store.LoadCurrentAsync());
        Assert.Same(before.Participants, (await store.LoadCurrentAsync()).Participants);
    }

    [Fact]
    public async Task One_refused_set_refuses_all_of_them()
    {
        var store = new ReferenceStore(_tables);
        var refused = await Assert.ThrowsAsync<ReferenceRejectedException>(async () =>
            await store.ReplaceAsync(
                new Dictionary<string, string>
                {
                    ["participants"] = "id,name,role\nAAAA,A,supplier",
                    ["parameters"] = "name,value\nalpha,x",
                    ["timetable"] = "run,workingDays\nR9,1",
                    ["colours"] = "",
                }
            )
        );

        Assert.Equal(["colours", "parameters", "timetable"], refused.Problems.Select(problem => problem.Set));
        Assert.All((await store.CurrentAsync()).Values, version => Assert.Equal(0, version));
    }

    [Fact]
    public async Task Sets_replaced_together_become_current_in_one_write()
    {
        var store = new ReferenceStore(_tables);
        var seen = new List<IReadOnlyDictionary<string, int>>();
        _tables.BeforeWrite = (_, _) => seen.Add(new ReferenceStore(_tables).CurrentAsync().AsTask().Result);

        await store.ReplaceAsync(new Dictionary<string, string> { ["participants"] = "id,name,role", ["parameters"] = "name,value" });

        Assert.All(seen, current => Assert.Equal((0, 0), (current["participants"], current["parameters"])));
        var after = await store.CurrentAsync();
        Assert.Equal((1, 1), (after["participants"], after["parameters"]));
    }

    [Fact]
    public async Task A_crash_before_the_last_write_changes_nothing_and_its_number_is_free()
    {
        var store = new ReferenceStore(_tables);
        _tables.BeforeWrite = (partition, _) =>
        {
            if (partition == "versions")
            {
                throw new IOException("gone");
            }
        };
        await Assert.ThrowsAsync<IOException>(async () => await Replace(store, "parameters", "name,value\nalpha,0.1"));
        _tables.BeforeWrite = null;

        Assert.Equal(0, (await store.CurrentAsync())["parameters"]);
        Assert.Null(await store.ReadCsvAsync("parameters", 1));
        Assert.Equal(1, (await Replace(store, "parameters", "name,value\nalpha,0.2")).Version);
        Assert.Equal(0.2m, (await store.LoadCurrentAsync()).On(Day).Alpha);
    }

    [Fact]
    public async Task Replacements_at_the_same_time_each_get_their_own_version()
    {
        var results = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(i =>
                    Task.Run(async () =>
                        (Alpha: i / 10m, Made: await Replace(new ReferenceStore(_tables), "parameters", $"name,value\nalpha,0.{i}"))
                    )
                )
        );

        Assert.Equal(Enumerable.Range(1, 8), results.Select(result => result.Made.Version).Order());
        var store = new ReferenceStore(_tables);
        foreach (var (alpha, made) in results)
        {
            Assert.Equal(alpha, (await store.LoadAsync(new Dictionary<string, int> { ["parameters"] = made.Version })).On(Day).Alpha);
        }
    }

    [Fact]
    public async Task A_replacement_that_never_gets_through_says_so()
    {
        _tables.BeforeWrite = (partition, batch) =>
        {
            if (partition == "versions")
            {
                throw new TableConflictException("reference", partition, batch[0].Row);
            }
        };
        await Assert.ThrowsAsync<TableConflictException>(async () =>
            await Replace(new ReferenceStore(_tables), "parameters", "name,value")
        );
    }

    [Fact]
    public async Task Loss_factor_files_replace_their_distributors_days_in_one_version()
    {
        var store = new ReferenceStore(_tables);
        var csv = new Dictionary<string, string>
        {
            ["loss-factors"] =
                "distributor,llfc,fromPeriod,toPeriod,factor,from,to\n12,1,1,,1.5,2025-03-01,2025-05-01\n12,2,1,,1.6,,\n13,1,1,,1.7,,",
        };
        LossFactorSource[] files = [File(Day, 1100, "1"), File(Day.Next, 1200, "1")];

        var made = await store.ReplaceAsync(csv, files);

        var data = await store.LoadCurrentAsync();
        Assert.Equal(new ReferenceVersion("loss-factors", 1, 7), made["loss-factors"]);
        Assert.Equal(
            [1500, 1100, 1200, 1500],
            new[] { "2025-03-31", "2025-04-01", "2025-04-02", "2025-04-03" }.Select(day =>
                data.On(SettlementDay.Parse(day)).LossFactors("12", "1")!.Thousandths(1)
            )
        );
        Assert.Null(data.On(Day).LossFactors("12", "2"));
        Assert.NotNull(data.On(Day.Next.Next).LossFactors("12", "2"));
        Assert.Equal(1700, data.On(Day).LossFactors("13", "1")!.Thousandths(1));

        Assert.Equal(2, (await store.ReplaceAsync(new Dictionary<string, string>(), [File(Day, 1300, "1")]))["loss-factors"].Version);
        Assert.Equal(1300, (await store.LoadCurrentAsync()).On(Day).LossFactors("12", "1")!.Thousandths(1));
        Assert.Equal(1200, (await store.LoadCurrentAsync()).On(Day.Next).LossFactors("12", "1")!.Thousandths(1));
    }

    [Fact]
    public async Task The_distributor_is_looked_up_in_what_is_given_before_what_is_current()
    {
        var store = new ReferenceStore(_tables);
        var unknown = await Assert.ThrowsAsync<ReferenceRejectedException>(async () =>
            await store.ReplaceAsync(
                new Dictionary<string, string> { ["distributors"] = "id,participant,from\n12,LOND,2026-01-01" },
                [File(Day, 1100, "1")]
            )
        );
        Assert.Contains("'LOND' is not in the reference data on 2025-04-01", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await store.CurrentAsync())["distributors"]);

        await store.ReplaceAsync(new Dictionary<string, string> { ["distributors"] = "id,participant\n99,LOND" }, [File(Day, 1100, "1")]);
        Assert.Equal(1100, (await store.LoadCurrentAsync()).On(Day).LossFactors("99", "1")!.Thousandths(1));
    }

    [Fact]
    public async Task Files_are_merged_again_when_another_replacement_came_between()
    {
        var store = new ReferenceStore(_tables);
        var interrupted = false;
        _tables.BeforeWrite = (partition, _) =>
        {
            if (partition != "versions" || interrupted)
            {
                return;
            }
            interrupted = true;
            new ReferenceStore(_tables)
                .ReplaceAsync(
                    new Dictionary<string, string> { ["loss-factors"] = "distributor,llfc,fromPeriod,toPeriod,factor\n13,X,1,,1.7" }
                )
                .AsTask()
                .Wait();
        };

        var made = await store.ReplaceAsync(new Dictionary<string, string>(), [File(Day, 1100, "1")]);

        Assert.Equal(new ReferenceVersion("loss-factors", 2, 2), made["loss-factors"]);
        Assert.Equal(1700, (await store.LoadCurrentAsync()).On(Day).LossFactors("13", "X")!.Thousandths(1));
    }

    [Fact]
    public async Task A_set_larger_than_an_entity_is_cut_and_read_back()
    {
        var random = new Random(7);
        var csv =
            "distributor,llfc,fromPeriod,toPeriod,factor\n"
            + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"12,{i}-{random.NextInt64():x},1,,1.{random.Next(1000):D3}\n"));
        var store = new ReferenceStore(_tables);

        Assert.Equal(300_000, (await Replace(store, "loss-factors", csv)).Rows);
        Assert.Equal(300_000, (await new ReferenceStore(_tables).LoadCurrentAsync()).LossFactors.Count);
    }

    private static LossFactorSource File(SettlementDay day, int thousandths, string llfc) =>
        new D0265Text().Add("DIS|LOND").Add($"LLF|{llfc}").Day(day, Enumerable.Repeat(thousandths, day.Periods)).Source();

    private static async Task<ReferenceVersion> Replace(ReferenceStore store, string set, string csv) =>
        (await store.ReplaceAsync(new Dictionary<string, string> { [set] = csv }))[set];
}
