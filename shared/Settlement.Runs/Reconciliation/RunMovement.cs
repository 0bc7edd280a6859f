using System.Globalization;
using Settlement.Domain;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reconciliation;
using Settlement.Domain.Reference;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Folding;
using Settlement.Reference;
using Settlement.Runs.Records;
using Settlement.Runs.Results;
using Settlement.Storage.Json;

namespace Settlement.Runs.Reconciliation;

/// <summary>
/// The steps that explain what moved between two closed runs, each an activity of an orchestration: compare the readings in groups, put together what
/// each period needs, settle each period after every cause, add up. All of it is a function of the two runs' records and results, and is kept with the later
/// run's; a step that is repeated does the same again.
/// </summary>
public sealed class RunMovement(RunStore runs, ResultStore results, ReferenceStore references, MovementFold fold)
{
    /// <summary>Into how many groups the readings of an explanation that begins now are cut.</summary>
    public const int Groups = DayFold.RunGroups;

    /// <summary>What moved between two runs, or null where it was not computed yet.</summary>
    public async ValueTask<MovementDocument?> FindAsync(RunKey from, RunKey to, CancellationToken cancellationToken) =>
        await results.FindAsync(to, Row(from), cancellationToken) is { } json ? LedgerJson.Read<MovementDocument>(json.Span) : null;

    /// <summary>Compares the readings of one of so many groups.</summary>
    public async ValueTask CompareAsync(RunKey from, RunKey to, int group, int groups, CancellationToken cancellationToken)
    {
        var (earlier, later) = (await ClosedAsync(from, cancellationToken), await ClosedAsync(to, cancellationToken));
        var changes = await fold.FoldAsync(to.Day, earlier.Cut!, later.Cut!, group, groups, cancellationToken);
        await WriteAsync(from, to, "group", group, changes, cancellationToken);
    }

    /// <summary>Puts together the changes of each period from all groups.</summary>
    public async ValueTask AssembleAsync(RunKey from, RunKey to, int groups, CancellationToken cancellationToken)
    {
        var changes = new ReadingChanges(new DayTotals(), new DayTotals(), new DayTotals());
        for (var group = 0; group < groups; group++)
        {
            var part = await ReadAsync(from, to, "group", group, cancellationToken);
            changes.Late.Add(part.Late);
            changes.Actual.Add(part.Actual);
            changes.Other.Add(part.Other);
        }

        for (var period = 1; period <= to.Day.Periods; period++)
        {
            await WriteAsync(
                from,
                to,
                "changes",
                period,
                new ReadingChanges(changes.Late.Only(period), changes.Actual.Only(period), changes.Other.Only(period)),
                cancellationToken
            );
        }
    }

    /// <summary>Settles a period after every cause.</summary>
    public async ValueTask MeasureAsync(RunKey from, RunKey to, int period, CancellationToken cancellationToken)
    {
        var changes = await ReadAsync(from, to, "changes", period, cancellationToken);
        var (fromTotals, fromMarket) = await results.ReadInputsAsync(from, period, cancellationToken);
        var (toTotals, toMarket) = await results.ReadInputsAsync(to, period, cancellationToken);
        var earlier = new PeriodInputs(await ReferenceAsync(from, cancellationToken), fromMarket, [.. fromTotals.CellsInPeriod(period)]);
        var later = new PeriodInputs(await ReferenceAsync(to, cancellationToken), toMarket, [.. toTotals.CellsInPeriod(period)]);
        if (
            await results.FindFilledAsync(from, cancellationToken) is not null
            || await results.FindFilledAsync(to, cancellationToken) is not null
        )
        {
            AddFilled(changes, fromTotals, toTotals, period);
        }
        fromTotals.Add(changes.Late);
        var late = fromTotals.CellsInPeriod(period).ToList();
        fromTotals.Add(changes.Actual);
        var actual = fromTotals.CellsInPeriod(period).ToList();
        fromTotals.Add(changes.Other);
        var measured = new Measured(
            PeriodMovement.Explain(to.Run, new SettlementPeriod(to.Day, period), earlier, later, late, actual),
            AbsoluteDifference(fromTotals, toTotals, period) * EnergyUnits.MwhPerWattHour
        );
        await results.PutAsync(to, Row(from, "effects", period), LedgerJson.Write(measured), cancellationToken);
    }

    /// <summary>Adds up the day.</summary>
    public async ValueTask<MovementDocument> CloseAsync(RunKey from, RunKey to, CancellationToken cancellationToken)
    {
        var periods = new List<Measured>();
        for (var period = 1; period <= to.Day.Periods; period++)
        {
            periods.Add(LedgerJson.Read<Measured>((await results.GetAsync(to, Row(from, "effects", period), cancellationToken)).Span));
        }
        var (before, after) = (await NetsAsync(from, cancellationToken), await NetsAsync(to, cancellationToken));
        var effects = periods
            .SelectMany(period => period.Effects.Parties)
            .ToLookup(party => party.Party, party => party.Effects, StringComparer.Ordinal);
        var items = before
            .Keys.Union(after.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(party => new PartyMovement(
                party,
                before.GetValueOrDefault(party),
                after.GetValueOrDefault(party),
                after.GetValueOrDefault(party) - before.GetValueOrDefault(party),
                [.. MovementCause.All.Select((cause, i) => new CauseEffect(cause, effects[party].Sum(row => row[i])))]
            ))
            .ToList();
        var causes = MovementCause
            .All.Select(
                (cause, i) =>
                    new CauseTotal(cause, items.Sum(item => item.Effects[i].Effect), items.Sum(item => Math.Max(0, item.Effects[i].Effect)))
            )
            .ToList();
        var controls = new MovementControls(
            items.Sum(item => Math.Abs(item.Effects.Sum(effect => effect.Effect) - item.Difference)),
            causes.Sum(cause => Math.Abs(cause.Sum)),
            periods.Sum(period => period.ReadingsMinusRecorded)
        );
        var document = new MovementDocument(
            to.Day,
            new ReconciledRun(from.Run, from.Attempt),
            new ReconciledRun(to.Run, to.Attempt),
            items,
            causes,
            [.. periods.SelectMany(period => period.Effects.Joined)],
            controls
        );
        await results.PutAsync(to, Row(from), LedgerJson.Write(document), cancellationToken);
        return document;
    }

    /// <summary>
    /// Of values that a run filled no reading tells. What a late value takes the place of, and all else that changed of them, goes with the late data:
    /// whatever of the recorded totals the readings do not explain.
    /// </summary>
    private static void AddFilled(ReadingChanges changes, DayTotals from, DayTotals to, int period)
    {
        var filled = new DayTotals();
        AddAll(to, 1);
        foreach (var totals in new[] { from, changes.Late, changes.Actual, changes.Other })
        {
            AddAll(totals, -1);
        }
        changes.Late.Add(filled);

        void AddAll(DayTotals totals, int sign)
        {
            foreach (var total in totals.CellsInPeriod(period))
            {
                filled.Add(total, period, sign);
            }
        }
    }

    /// <summary>How far two sets of totals of a period lie apart, Wh.</summary>
    private static long AbsoluteDifference(DayTotals left, DayTotals right, int period)
    {
        var sums = left.CellsInPeriod(period).ToDictionary(total => (total.Cell, total.Quality), total => total.WattHours);
        foreach (var total in right.CellsInPeriod(period))
        {
            sums[(total.Cell, total.Quality)] = sums.GetValueOrDefault((total.Cell, total.Quality)) - total.WattHours;
        }
        return sums.Values.Sum(Math.Abs);
    }

    private async ValueTask<RunRecord> ClosedAsync(RunKey key, CancellationToken cancellationToken) =>
        await runs.FindAsync(key, cancellationToken) is { State: RunState.Closed } run
            ? run
            : throw new RunConflictException(
                $"Attempt {key.Attempt} of run {key.Run} of {key.Day} is not closed; only closed runs are compared."
            );

    private async ValueTask<MarketDay> ReferenceAsync(RunKey key, CancellationToken cancellationToken) =>
        (await references.LoadAsync((await ClosedAsync(key, cancellationToken)).Versions!, cancellationToken)).On(key.Day);

    private async ValueTask<Dictionary<string, decimal>> NetsAsync(RunKey key, CancellationToken cancellationToken) =>
        (
            await results.FindSummaryAsync(key, cancellationToken)
            ?? throw new RunDataGoneException($"The sums of run {key.Run} of {key.Day} (attempt {key.Attempt}) are missing.")
        ).NetByParty();

    private async ValueTask WriteAsync(
        RunKey from,
        RunKey to,
        string part,
        int number,
        ReadingChanges changes,
        CancellationToken cancellationToken
    )
    {
        await results.PutTotalsAsync(to, Row(from, part, number) + "-late", changes.Late, cancellationToken);
        await results.PutTotalsAsync(to, Row(from, part, number) + "-actual", changes.Actual, cancellationToken);
        await results.PutTotalsAsync(to, Row(from, part, number) + "-other", changes.Other, cancellationToken);
    }

    private async ValueTask<ReadingChanges> ReadAsync(
        RunKey from,
        RunKey to,
        string part,
        int number,
        CancellationToken cancellationToken
    ) =>
        new(
            await results.GetTotalsAsync(to, Row(from, part, number) + "-late", cancellationToken),
            await results.GetTotalsAsync(to, Row(from, part, number) + "-actual", cancellationToken),
            await results.GetTotalsAsync(to, Row(from, part, number) + "-other", cancellationToken)
        );

    private static string Row(RunKey from) => string.Create(CultureInfo.InvariantCulture, $"movement-{from.Run}-{from.Attempt:D4}");

    private static string Row(RunKey from, string part, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Row(from)}-{part}-{number:D2}");

    private sealed record Measured(PeriodEffects Effects, decimal ReadingsMinusRecorded);
}
