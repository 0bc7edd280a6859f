using Settlement.Reference.Sets;

namespace Settlement.Reference.Tests;

/// <summary>Rows that name what another set does not have.</summary>
public sealed class ReferenceLinksTests
{
    private const string Units = "id,party,account,gspGroup,tradingUnit,kind,default,from,to\n";

    [Fact]
    public async Task The_default_sets_fit_together()
    {
        var dangling = await new ReferenceStore(new InMemoryTableStore()).FindDanglingAsync();
        Assert.Equal((0, 0), (dangling.Total, dangling.First.Count));
    }

    [Theory]
    [InlineData("ALFA,a,supplier,,", "T_X-1,ALFA,C,,,generation,no,,", "")]
    [InlineData("ALFA,a,supplier,,", "T_X-1,BRAV,C,,,generation,no,,", "'BRAV' is not in the set participants")]
    [InlineData("ALFA,a,supplier,2026-01-01,", "T_X-1,ALFA,C,,,generation,no,,", "'ALFA' is not in the set participants up to 2025-12-31")]
    [InlineData(
        "ALFA,a,supplier,,2026-01-01",
        "T_X-1,ALFA,C,,,generation,no,,",
        "'ALFA' is not in the set participants from 2026-01-02 on"
    )]
    [InlineData(
        "ALFA,a,supplier,,2026-01-01\nALFA,b,supplier,2026-01-04,",
        "T_X-1,ALFA,C,,,generation,no,2025-01-01,2027-01-01",
        "'ALFA' is not in the set participants from 2026-01-02 to 2026-01-03"
    )]
    [InlineData("ALFA,b,supplier,2026-01-02,\nALFA,a,supplier,,2026-01-01", "T_X-1,ALFA,C,,,generation,no,,", "")]
    [InlineData("ALFA,a,supplier,2026-01-01,2026-12-31", "T_X-1,ALFA,C,,,generation,no,2026-02-01,2026-03-01", "")]
    public async Task A_party_must_be_there_as_long_as_its_unit(string participants, string unit, string reason)
    {
        var store = new ReferenceStore(new InMemoryTableStore());
        var dangling = await store.CheckAsync(
            [
                ReferenceSource.FromText("participants", $"id,name,role,from,to\n{participants}\n"),
                ReferenceSource.FromText("bm-units", $"{Units}{unit}\n"),
                ReferenceSource.FromText("registrations", "supplier,gspGroup,segment,meters\n"),
            ],
            []
        );
        Assert.Equal(
            reason.Length == 0 ? [] : [("bm-units", 2, "party", reason)],
            dangling.First.Select(each => (each.Set, each.Row, each.Column, each.Reason))
        );
        Assert.All((await store.CurrentAsync()).Values, version => Assert.Equal(0, version));
    }

    [Fact]
    public async Task Of_many_rows_the_first_hundred_are_named_and_all_are_counted()
    {
        var rows = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"T_X-{i},GONE,C,,,generation,no,,\n"));
        var dangling = await new ReferenceStore(new InMemoryTableStore()).CheckAsync(
            [ReferenceSource.FromText("bm-units", Units + rows)],
            []
        );
        Assert.Equal((5_000, 100), (dangling.Total, dangling.First.Count));
    }

    [Fact]
    public void What_was_stored_by_rules_that_were_not_as_strict_stays_readable()
    {
        const string Csv = "id,name,role\n\"O'\"\"BRIEN\",=name,supplier\n\u200FALFA,Alfa,supplier\n";
        using var stored = new StringReader(Csv);
        Assert.Equal(["O'\"BRIEN", "\u200FALFA"], ReferenceSets.Participants.ParseRows(stored, isStored: true).Select(row => row.Id));
        Assert.Equal(
            [(2, "id"), (2, "name"), (3, "id")],
            Assert
                .Throws<ReferenceRejectedException>(() => ReferenceSets.Participants.Parse(Csv))
                .Problems.Select(problem => (problem.Row, problem.Column))
        );
    }

    [Theory]
    [InlineData("id,participant\r10,EELC\r\r11,EMEB\r", 2)]
    [InlineData("id,participant\r\n10,\"EELC\"\r\n", 1)]
    [InlineData("id,participant\n10,EELC", 1)]
    public void Lines_end_as_any_system_ends_them(string csv, int rows) => Assert.Equal(rows, ReferenceSets.Distributors.Parse(csv).Count);

    [Fact]
    public void A_row_of_a_million_cells_is_one_short_fault()
    {
        var refused = Assert.Throws<ReferenceRejectedException>(() =>
            ReferenceSets.Distributors.Parse("id,participant\n10,EELC\n" + string.Concat(Enumerable.Repeat("\"\n\",", 250_000)))
        );
        var problem = Assert.Single(refused.Problems);
        Assert.Equal(3, problem.Row);
        Assert.StartsWith("the row has more than 262144 characters", problem.Reason, StringComparison.Ordinal);
    }
}
