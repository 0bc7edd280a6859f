using System.Text.Json.Nodes;
using Settlement.Runs.Records;
using Settlement.Runs.Results;

namespace Settlement.Runs.Tests.Computation;

/// <summary>A field that a later version of the code adds to a document makes no older run different; a changed value does.</summary>
public sealed class DocumentVersionTests
{
    [Theory]
    [InlineData("period-05", "controls")]
    [InlineData("period-05", "warnings")]
    [InlineData("summary", "totals")]
    public async Task A_field_that_the_stored_document_does_not_have_yet_is_no_difference(string part, string field)
    {
        var (market, run) = await ClosedAsync();
        await ChangeAsync(market, run, part, document => document.Remove(field));

        Assert.True((await market.Verification.VerifyAsync(run with { DocumentVersion = RunStore.DocumentVersion - 1 }, default)).Equal);
        Assert.False((await market.Verification.VerifyAsync(run, default)).Equal);
    }

    [Fact]
    public async Task A_run_from_before_the_band_was_narrowed_had_no_warning_where_there_is_one_now()
    {
        var (market, run) = await ClosedAsync();
        Assert.NotEmpty(run.Warnings);
        for (var period = 1; period <= ComputedMarket.Day.Periods; period++)
        {
            await ChangeAsync(market, run, $"period-{period:D2}", document => document["warnings"] = new JsonArray());
        }

        Assert.True((await market.Verification.VerifyAsync(run with { DocumentVersion = 1 }, default)).Equal);
        Assert.False((await market.Verification.VerifyAsync(run, default)).Equal);
    }

    [Fact]
    public async Task A_changed_value_is_a_difference_that_names_its_field()
    {
        var (market, run) = await ClosedAsync();
        await ChangeAsync(market, run, "period-05", document => document["totals"]!["losses"] = 123.5m);

        var verified = await market.Verification.VerifyAsync(run with { DocumentVersion = RunStore.DocumentVersion - 1 }, default);

        Assert.False(verified.Equal);
        Assert.StartsWith("Period 5 differs at $.totals.losses: stored 123.5, computed ", verified.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_records_the_version_of_its_documents() =>
        Assert.Equal(RunStore.DocumentVersion, (await ClosedAsync()).Run.DocumentVersion);

    private static async Task<(ComputedMarket Market, RunRecord Run)> ClosedAsync()
    {
        var market = await ComputedMarket.MakeAsync();
        return (market, await market.RunAsync("SF"));
    }

    private static async Task ChangeAsync(ComputedMarket market, RunRecord run, string part, Action<JsonObject> change)
    {
        var results = new ResultStore(market.Ledger.Store);
        var document = JsonNode.Parse((await results.GetAsync(run.Key, part, default)).Span)!.AsObject();
        change(document);
        await results.PutAsync(run.Key, part, System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()), default);
    }
}
