using Settlement.Domain.Reconciliation;
using Settlement.Ledger.Folding;
using Settlement.Runs.Reconciliation;
using Settlement.Runs.Records;
using Settlement.Runs.Tests.Computation;
using Settlement.Runs.Verification;

namespace Settlement.Runs.Tests.Reconciliation;

public sealed class RunMovementTests
{
    /// <summary>
    /// What the causes move one upon the other is known from runs: a ledger in which the first so many causes have arrived is settled like any other.
    /// </summary>
    [Fact]
    public async Task With_every_cause_present_the_effects_are_those_of_runs_to_which_the_causes_came_one_by_one()
    {
        var market = await MovedMarket.MakeAsync();
        var sf = await MovedMarket.CloseAsync(market, "SF");
        foreach (var cause in MovementCause.All.Reverse())
        {
            await MovedMarket.ChangeAsync(market, cause);
        }
        var r1 = await MovedMarket.CloseAsync(market, "R1");
        var movement = await ExplainAsync(market, sf, r1);

        var before = await NetsAsync(market, sf);
        foreach (var cause in MovementCause.All)
        {
            var stepwise = await MovedMarket.MakeAsync();
            foreach (var each in MovementCause.All.TakeWhile(each => each != cause).Append(cause))
            {
                await MovedMarket.ChangeAsync(stepwise, each);
            }
            var after = await NetsAsync(stepwise, await MovedMarket.CloseAsync(stepwise, "SF"));
            Assert.Equal(
                after.Keys.Select(party => (party, after[party] - before[party])),
                movement.Items.Select(item => (item.Party, item.Effects.Single(effect => effect.Cause == cause).Effect))
            );
            Assert.True(movement.Causes.Single(total => total.Cause == cause).Moved > 0, $"{cause} moved nothing.");
            before = after;
        }
    }

    [Fact]
    public async Task The_effects_add_up_to_what_is_charged_to_the_penny()
    {
        var market = await MovedMarket.MakeAsync();
        var sf = await MovedMarket.CloseAsync(market, "SF");
        foreach (var cause in MovementCause.All)
        {
            await MovedMarket.ChangeAsync(market, cause);
        }
        var r1 = await MovedMarket.CloseAsync(market, "R1");
        var movement = await ExplainAsync(market, sf, r1);

        var charged = await market.Reconciliation.CompareAsync(r1, sf, default);
        Assert.Equal(
            charged.Items.Select(item => (item.Party, item.FromNet, item.ToNet, item.Difference)),
            movement.Items.Select(item => (item.Party, item.From, item.To, item.Difference))
        );
        Assert.All(movement.Items, item => Assert.Equal(item.Difference, item.Effects.Sum(effect => effect.Effect)));
        Assert.All(movement.Items, item => Assert.Equal(MovementCause.All, item.Effects.Select(effect => effect.Cause)));
        Assert.Equal(MovementCause.All.Select(cause => (cause, 0m)), movement.Causes.Select(total => (total.Cause, total.Sum)));
        Assert.Equal(new MovementControls(0, 0, 0), movement.Controls);
        Assert.Empty(movement.Joined);
    }

    [Fact]
    public async Task A_later_run_that_opened_first_is_explained_as_well()
    {
        var market = await MovedMarket.MakeAsync();
        var r1 = await MovedMarket.CloseAsync(market, "R1");
        foreach (var cause in MovementCause.All)
        {
            await MovedMarket.ChangeAsync(market, cause);
        }
        var sf = await MovedMarket.CloseAsync(market, "SF");
        var movement = await ExplainAsync(market, sf, r1);

        Assert.Equal(new MovementControls(0, 0, 0), movement.Controls);
        Assert.Equal(0, movement.Causes.Single(total => total.Cause == MovementCause.LateData).Moved);
        Assert.True(movement.Causes.Single(total => total.Cause == MovementCause.OtherCorrections).Moved > 0);
    }

    [Fact]
    public async Task A_cause_after_which_a_period_lacks_something_is_joined_with_the_next_after_which_it_does_not()
    {
        var market = await MovedMarket.MakeAsync();
        var sf = await MovedMarket.CloseAsync(market, "SF");
        await market.Ledger.References.ReplaceAsync(
            new Dictionary<string, string> { ["bm-units"] = $"{TestMarket.Sets["bm-units"]}\nT_NEWX-1,GENX,P,,,generation,no,," }
        );
        await market.Ledger.MarketAsync(
            0,
            [
                .. Enumerable
                    .Range(1, 46)
                    .Select(period =>
                        MessageText
                            .Market("bmUnitVolume")
                            .With("day", $"\"{ComputedMarket.Day}\"")
                            .With("period", $"{period}")
                            .With("bmUnit", "\"T_NEWX-1\"")
                            .With("mwh", "3")
                            .ToString()
                    ),
            ]
        );
        var r1 = await MovedMarket.CloseAsync(market, "R1");
        var movement = await ExplainAsync(market, sf, r1);

        Assert.Equal(new MovementControls(0, 0, 0), movement.Controls);
        Assert.Equal(
            Enumerable
                .Range(1, 46)
                .SelectMany(
                    period => new[] { MovementCause.ReferenceData, MovementCause.GspGroupTakes },
                    (period, cause) => (cause, period)
                ),
            movement.Joined.Select(joined => (joined.Cause, joined.Period))
        );
        Assert.All(
            movement.Joined,
            joined =>
                Assert.Equal(
                    ("volume-missing", "T_NEWX-1"),
                    joined.Reasons.Single() is var reason ? (reason.Code, reason.Subject) : default
                )
        );
        Assert.Equal([MovementCause.BmUnitVolumes], movement.Causes.Where(total => total.Moved > 0).Select(total => total.Cause));
    }

    [Fact]
    public async Task A_late_value_takes_the_place_of_one_that_the_earlier_run_filled()
    {
        var market = await MovedMarket.MakeAsync();
        await market.Ledger.References.ReplaceAsync(
            new Dictionary<string, string>
            {
                ["parameters"] = "name,value\nfillMissing,1\nloadShapeMinimum,1\n",
                ["meters"] = $"mpan,supplier,gspGroup,llfc,segment,connection,domestic\n{Meters.Mpan(2)},BRAV,_A,W01,smart,W,no\n",
            }
        );
        var sf = await MovedMarket.CloseAsync(market, "SF");
        Assert.Equal(46, (await market.Results.FindFilledAsync(sf.Key, default))!.Values);
        await MovedMarket.ChangeAsync(market, MovementCause.LateData);
        var r1 = await MovedMarket.CloseAsync(market, "R1");
        Assert.Equal(0, (await market.Results.FindFilledAsync(r1.Key, default))!.Values);
        var movement = await ExplainAsync(market, sf, r1);

        Assert.Equal(new MovementControls(0, 0, 0), movement.Controls);
        Assert.Equal([MovementCause.LateData], movement.Causes.Where(total => total.Moved > 0).Select(total => total.Cause));
        Assert.Equal(
            movement.Items.Select(item => item.Difference),
            movement.Items.Select(item => item.Effects.Single(effect => effect.Cause == MovementCause.LateData).Effect)
        );
    }

    [Fact]
    public async Task Two_runs_of_the_same_inputs_have_nothing_to_explain()
    {
        var market = await MovedMarket.MakeAsync();
        var movement = await ExplainAsync(market, await MovedMarket.CloseAsync(market, "SF"), await MovedMarket.CloseAsync(market, "R1"));
        Assert.All(movement.Causes, total => Assert.Equal((0m, 0m), (total.Sum, total.Moved)));
        Assert.Equal(new MovementControls(0, 0, 0), movement.Controls);
    }

    [Fact]
    public async Task Steps_that_are_repeated_give_the_same_and_only_closed_runs_are_compared()
    {
        var market = await MovedMarket.MakeAsync();
        var sf = await MovedMarket.CloseAsync(market, "SF");
        await MovedMarket.ChangeAsync(market, MovementCause.LateData);
        var r1 = await MovedMarket.CloseAsync(market, "R1");
        Assert.Null(await Movement(market).FindAsync(sf.Key, r1.Key, default));
        await ExplainAsync(market, sf, r1);
        var first = (await market.RowsAsync("results", ComputedMarket.ResultsOf(r1.Key)))
            .Select(row => $"{row.Row} {Convert.ToHexString(row.Value.Span)}")
            .ToList();
        await ExplainAsync(market, sf, r1);
        Assert.Equal(
            first,
            (await market.RowsAsync("results", ComputedMarket.ResultsOf(r1.Key))).Select(row =>
                $"{row.Row} {Convert.ToHexString(row.Value.Span)}"
            )
        );
        Assert.NotNull(await Movement(market).FindAsync(sf.Key, r1.Key, default));
        Assert.Equal(new VerificationResult(true, null), await market.Verification.VerifyAsync(r1, default));

        var open = await market.Runs.BeginAsync(ComputedMarket.Day, "R2", null, default);
        await market.OpenAsync(open);
        await Assert.ThrowsAsync<RunConflictException>(async () =>
            await Movement(market).CompareAsync(sf.Key, open, 0, RunMovement.Groups, default)
        );
    }

    private static RunMovement Movement(ComputedMarket market) =>
        new(
            market.Runs,
            market.Results,
            market.Ledger.References,
            new MovementFold(new LedgerReader(market.Ledger.Store, market.Ledger.Heads))
        );

    private static async Task<MovementDocument> ExplainAsync(ComputedMarket market, RunRecord from, RunRecord to)
    {
        var movement = Movement(market);
        for (var group = 0; group < RunMovement.Groups; group++)
        {
            await movement.CompareAsync(from.Key, to.Key, group, RunMovement.Groups, default);
        }
        await movement.AssembleAsync(from.Key, to.Key, RunMovement.Groups, default);
        for (var period = 1; period <= 46; period++)
        {
            await movement.MeasureAsync(from.Key, to.Key, period, default);
        }
        return await movement.CloseAsync(from.Key, to.Key, default);
    }

    private static async Task<SortedDictionary<string, decimal>> NetsAsync(ComputedMarket market, RunRecord run) =>
        new(
            (await market.Results.FindSummaryAsync(run.Key, default))!.Parties.ToDictionary(party => party.Party, party => party.Net),
            StringComparer.Ordinal
        );
}
