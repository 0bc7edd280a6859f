using Settlement.Domain.Market;
using Settlement.Runs.Completeness;
using Settlement.Runs.Tests.Computation;
using Settlement.Runs.Verification;
using Settlement.Storage;

namespace Settlement.Runs.Tests.Completeness;

public sealed class RequiredCompletenessTests
{
    private const string Registrations = "supplier,gspGroup,segment,meters\nALFA,_A,smart,4\nBRAV,_A,smart,2\nBRAV,_A,advanced,9\n";

    [Theory]
    [InlineData("completenessStandardSmart,0.5", "")]
    [InlineData("completenessRequired,1", "")]
    [InlineData("completenessRequired,1\ncompletenessStandardSmart,0.25", "BRAV _A smart")]
    [InlineData("completenessRequired,1\ncompletenessStandardSmart,0.250000001", "ALFA _A smart;BRAV _A smart")]
    [InlineData("completenessRequired,1\ncompletenessStandardSmart,0.25\ncompletenessStandardAdvanced,1", "BRAV _A advanced;BRAV _A smart")]
    public async Task A_run_is_inexact_where_a_standard_that_is_required_is_not_met(string parameters, string incomplete)
    {
        var market = await ComputedMarket.MakeAsync();
        await market.Ledger.References.ReplaceAsync(
            new Dictionary<string, string> { ["parameters"] = $"name,value\n{parameters}\n", ["registrations"] = Registrations }
        );
        var run = await market.RunAsync("SF");
        Assert.Equal(incomplete.Length == 0 ? RunState.Closed : RunState.Inexact, run.State);
        Assert.Equal(incomplete.Split(';', StringSplitOptions.RemoveEmptyEntries), run.Reasons.Select(reason => reason.Subject));
        Assert.All(run.Reasons, reason => Assert.Equal(("incomplete", null), (reason.Code, reason.Period)));
        Assert.NotNull((await market.Results.ReadPeriodAsync(run.Key, 1, default)).Parties);
    }

    [Fact]
    public async Task A_meter_that_has_reported_one_half_hour_does_not_meet_the_standard()
    {
        var market = await ComputedMarket.MakeAsync();
        await market.Ledger.References.ReplaceAsync(
            new Dictionary<string, string>
            {
                ["parameters"] = "name,value\ncompletenessRequired,1\ncompletenessStandardSmart,0.5\n",
                ["registrations"] = "supplier,gspGroup,segment,meters\nALFA,_A,smart,1\nBRAV,_A,smart,1\n",
            }
        );
        await market.Ledger.ReadingsAsync(
            0,
            ComputedMarket.Reading().With("mpan", $"\"{Meters.Mpan(1)}\"").With("supplier", "\"BRAV\"").ToString()
        );

        Assert.Equal("BRAV _A smart", Assert.Single((await market.RunAsync("SF")).Reasons).Subject);
    }

    [Fact]
    public async Task Values_are_counted_at_the_end_of_a_run_whose_meters_alone_were_counted()
    {
        var market = await ComputedMarket.MakeAsync();
        await market.Ledger.References.ReplaceAsync(
            new Dictionary<string, string>
            {
                ["parameters"] = "name,value\ncompletenessRequired,1\ncompletenessStandardSmart,1\n",
                ["registrations"] = "supplier,gspGroup,segment,meters\nALFA,_A,smart,1\n",
            }
        );
        var key = await market.Runs.BeginAsync(ComputedMarket.Day, "SF", null, default);
        await market.OpenAsync(key);
        await market.StepsAsync(key);
        await market.Ledger.Store.DeleteAsync(CompletenessCount.Table, ComputedMarket.Day.ToString(), RowRange.All, default);

        Assert.Equal(RunState.Closed, (await market.Computation.CloseAsync(await market.AttemptAsync(key), default)).State);
    }

    [Fact]
    public async Task Once_the_meters_have_reported_the_next_attempt_closes()
    {
        var market = await ComputedMarket.MakeAsync();
        await market.Ledger.References.ReplaceAsync(
            new Dictionary<string, string>
            {
                ["parameters"] = "name,value\ncompletenessRequired,1\ncompletenessStandardSmart,1\n",
                ["registrations"] = "supplier,gspGroup,segment,meters\nALFA,_A,smart,1\nBRAV,_A,smart,1\n",
            }
        );
        Assert.Equal("BRAV _A smart", Assert.Single((await market.RunAsync("SF")).Reasons).Subject);
        await market.Ledger.ReadingsAsync(
            0,
            ComputedMarket
                .Reading()
                .With("mpan", $"\"{Meters.Mpan(1)}\"")
                .With("supplier", "\"BRAV\"")
                .With("kwh", $"[{string.Join(',', Enumerable.Repeat("1", ComputedMarket.Day.Periods))}]")
                .ToString()
        );
        var second = await market.RunAsync("SF");
        Assert.Equal((RunState.Closed, 2), (second.State, second.Attempt));
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(second, default));
    }
}
