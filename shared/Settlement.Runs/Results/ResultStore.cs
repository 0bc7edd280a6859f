using System.Globalization;
using Settlement.Domain.Periods;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Folding;
using Settlement.Runs.LoadShaping;
using Settlement.Runs.Records;
using Settlement.Storage;
using Settlement.Storage.Binary;
using Settlement.Storage.Json;

namespace Settlement.Runs.Results;

/// <summary>
/// What the attempts of runs computed: parts of the fold, the inputs of each period, and the results. An activity that is repeated writes
/// the same bytes to the same rows.
/// </summary>
public sealed class ResultStore(ITableStore store)
{
    internal const string Table = "results";

    /// <summary>Both hubs with 1,024 partitions each, the most that Event Hubs gives one.</summary>
    private const int MaxPositions = 2 * 1_024;

    /// <summary>Keeps where the Event Hubs stood when the attempt was started.</summary>
    /// <exception cref="ArgumentException">There are more positions than two hubs have partitions.</exception>
    public ValueTask WritePositionsAsync(RunKey key, IReadOnlyList<HubPosition> positions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.Count > MaxPositions)
        {
            throw new ArgumentException(
                $"There are {positions.Count} partitions; a run waits for at most {MaxPositions}. Check the Event Hubs.",
                nameof(positions)
            );
        }

        return PutAsync(key, "positions", LedgerJson.Write(positions), cancellationToken);
    }

    /// <summary>Reads where the Event Hubs stood when the attempt was started.</summary>
    public async ValueTask<IReadOnlyList<HubPosition>> ReadPositionsAsync(RunKey key, CancellationToken cancellationToken) =>
        LedgerJson.Read<List<HubPosition>>((await GetAsync(key, "positions", cancellationToken)).Span);

    /// <summary>Keeps a group's part of the fold.</summary>
    public ValueTask WriteFoldAsync(RunKey key, int group, DayTotals totals, CancellationToken cancellationToken) =>
        PutTotalsAsync(key, Row("fold", group), totals, cancellationToken);

    /// <summary>Reads a group's part of the fold.</summary>
    /// <exception cref="DamagedBlockException">It is not what was written.</exception>
    public ValueTask<DayTotals> ReadFoldAsync(RunKey key, int group, CancellationToken cancellationToken) =>
        GetTotalsAsync(key, Row("fold", group), cancellationToken);

    /// <summary>Keeps the doubtful values of a group's part of the fold.</summary>
    internal async ValueTask WriteDoubtsAsync(RunKey key, int group, IReadOnlyList<DoubtCount> doubts, CancellationToken cancellationToken)
    {
        if (doubts.Count > 0)
        {
            await PutAsync(key, DoubtsRow(group), LedgerJson.Write(doubts), cancellationToken);
        }
    }

    /// <summary>Reads the doubtful values of a group's part of the fold.</summary>
    internal async ValueTask<IReadOnlyList<DoubtCount>> ReadDoubtsAsync(RunKey key, int group, CancellationToken cancellationToken) =>
        await FindAsync(key, DoubtsRow(group), cancellationToken) is { } json ? LedgerJson.Read<List<DoubtCount>>(json.Span) : [];

    /// <summary>Deletes the parts of the fold, which nothing reads once the run has its result.</summary>
    public async ValueTask DropFoldAsync(RunKey key, CancellationToken cancellationToken) =>
        await store.DeleteAsync(Table, Partition(key), RowRange.Prefix("fold-"), cancellationToken);

    /// <summary>Deletes all that an attempt computed.</summary>
    public async ValueTask PurgeAsync(RunKey key, CancellationToken cancellationToken) =>
        await store.DeleteAsync(Table, Partition(key), RowRange.All, cancellationToken);

    /// <summary>Keeps what a period is settled from.</summary>
    public async ValueTask WriteInputsAsync(
        RunKey key,
        int period,
        DayTotals totals,
        MarketInputs market,
        CancellationToken cancellationToken
    )
    {
        await PutTotalsAsync(key, Row("cells", period), totals, cancellationToken);
        await PutAsync(key, Row("market", period), LedgerJson.Write(market), cancellationToken);
    }

    /// <summary>Reads what a period is settled from.</summary>
    /// <exception cref="DamagedBlockException">Its totals are not what was written.</exception>
    public async ValueTask<(DayTotals Totals, MarketInputs Market)> ReadInputsAsync(
        RunKey key,
        int period,
        CancellationToken cancellationToken
    ) =>
        (
            await GetTotalsAsync(key, Row("cells", period), cancellationToken),
            LedgerJson.Read<MarketInputs>((await GetAsync(key, Row("market", period), cancellationToken)).Span)
        );

    /// <summary>Keeps a period's result.</summary>
    public ValueTask WritePeriodAsync(RunKey key, PeriodDocument period, CancellationToken cancellationToken) =>
        PutAsync(
            key,
            Row("period", (period ?? throw new ArgumentNullException(nameof(period))).Period),
            LedgerJson.Write(period),
            cancellationToken
        );

    /// <summary>Reads a period's result, or null where there is none.</summary>
    public async ValueTask<PeriodDocument?> FindPeriodAsync(RunKey key, int period, CancellationToken cancellationToken) =>
        await FindPeriodBytesAsync(key, period, cancellationToken) is { } json ? LedgerJson.Read<PeriodDocument>(json.Span) : null;

    /// <summary>Reads a period's result as it was written, or null where there is none.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> FindPeriodBytesAsync(RunKey key, int period, CancellationToken cancellationToken) =>
        FindAsync(key, Row("period", period), cancellationToken);

    /// <summary>Reads a period's result.</summary>
    public async ValueTask<PeriodDocument> ReadPeriodAsync(RunKey key, int period, CancellationToken cancellationToken) =>
        LedgerJson.Read<PeriodDocument>((await GetAsync(key, Row("period", period), cancellationToken)).Span);

    /// <summary>Keeps the results by party: a row each, and then the parties in their order, by which the rows are found.</summary>
    public async ValueTask WritePartiesAsync(RunKey key, IReadOnlyList<PartyDocument> parties, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parties);
        foreach (var (place, party) in parties.Index())
        {
            await PutAsync(key, PartyRow(place), LedgerJson.Write(party), cancellationToken);
        }

        await PutAsync(key, "parties", LedgerJson.Write(parties.Select(party => party.Party).ToList()), cancellationToken);
    }

    /// <summary>Reads the parties that have results, ordered by name, or null where results are not kept by party.</summary>
    public async ValueTask<IReadOnlyList<string>?> FindPartiesAsync(RunKey key, CancellationToken cancellationToken) =>
        await FindAsync(key, "parties", cancellationToken) is { } json ? LedgerJson.Read<List<string>>(json.Span) : null;

    /// <summary>Reads the results of the party at a place among <see cref="FindPartiesAsync"/>.</summary>
    public async ValueTask<PartyDocument> ReadPartyAsync(RunKey key, int place, CancellationToken cancellationToken) =>
        LedgerJson.Read<PartyDocument>((await ReadPartyBytesAsync(key, place, cancellationToken)).Span);

    /// <summary>Reads the results of the party at a place as they were written.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadPartyBytesAsync(RunKey key, int place, CancellationToken cancellationToken) =>
        GetAsync(key, PartyRow(place), cancellationToken);

    /// <summary>Keeps the day's sums.</summary>
    public ValueTask WriteSummaryAsync(RunKey key, DaySummary summary, CancellationToken cancellationToken) =>
        PutAsync(key, "summary", LedgerJson.Write(summary), cancellationToken);

    /// <summary>Reads the day's sums, or null where the run has not come to them.</summary>
    public async ValueTask<DaySummary?> FindSummaryAsync(RunKey key, CancellationToken cancellationToken) =>
        await FindSummaryBytesAsync(key, cancellationToken) is { } json ? LedgerJson.Read<DaySummary>(json.Span) : null;

    /// <summary>Reads the day's sums as they were written, or null where there are none.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> FindSummaryBytesAsync(RunKey key, CancellationToken cancellationToken) =>
        FindAsync(key, "summary", cancellationToken);

    /// <summary>Keeps what a run charges.</summary>
    public ValueTask WriteReconciliationAsync(RunKey key, ReconciliationDocument reconciliation, CancellationToken cancellationToken) =>
        PutAsync(key, "reconciliation", LedgerJson.Write(reconciliation), cancellationToken);

    /// <summary>Reads what a run charges as it was written, or null where there is nothing.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> FindReconciliationAsync(RunKey key, CancellationToken cancellationToken) =>
        FindAsync(key, "reconciliation", cancellationToken);

    /// <summary>Keeps the load shapes of a run.</summary>
    public ValueTask WriteLoadShapesAsync(RunKey key, LoadShapeDocument shapes, CancellationToken cancellationToken) =>
        PutAsync(key, "load-shapes", LedgerJson.Write(shapes), cancellationToken);

    /// <summary>Reads the load shapes of a run, or null where there are none.</summary>
    public async ValueTask<LoadShapeDocument?> FindLoadShapesAsync(RunKey key, CancellationToken cancellationToken) =>
        await FindLoadShapeBytesAsync(key, cancellationToken) is { } json ? LedgerJson.Read<LoadShapeDocument>(json.Span) : null;

    /// <summary>Reads the load shapes of a run as they were written, or null where there are none.</summary>
    public ValueTask<ReadOnlyMemory<byte>?> FindLoadShapeBytesAsync(RunKey key, CancellationToken cancellationToken) =>
        FindAsync(key, "load-shapes", cancellationToken);

    /// <summary>Keeps what a run filled.</summary>
    public ValueTask WriteFilledAsync(RunKey key, FilledValues filled, CancellationToken cancellationToken) =>
        PutAsync(key, "filled", LedgerJson.Write(filled), cancellationToken);

    /// <summary>Reads what a run filled, or null where it was not to fill anything.</summary>
    public async ValueTask<FilledValues?> FindFilledAsync(RunKey key, CancellationToken cancellationToken) =>
        await FindAsync(key, "filled", cancellationToken) is { } json ? LedgerJson.Read<FilledValues>(json.Span) : null;

    /// <summary>Keeps the corrections of a run that lie outside the band.</summary>
    internal ValueTask WriteCorrectionsAsync(RunKey key, CorrectionsDocument corrections, CancellationToken cancellationToken) =>
        PutAsync(key, "corrections", LedgerJson.Write(corrections), cancellationToken);

    /// <summary>Reads the corrections of a run that lie outside the band, or null where there are none.</summary>
    public async ValueTask<CorrectionsDocument?> FindCorrectionsAsync(RunKey key, CancellationToken cancellationToken) =>
        await FindAsync(key, "corrections", cancellationToken) is { } json ? LedgerJson.Read<CorrectionsDocument>(json.Span) : null;

    /// <summary>
    /// How many periods of a run have figures. Sums that were kept before this was counted do not say it, and the periods are looked at.
    /// </summary>
    public async ValueTask<int> CountFiguresAsync(RunKey key, DaySummary summary, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.WithFigures is { } counted)
        {
            return counted;
        }
        var count = 0;
        for (var period = 1; period <= key.Day.Periods; period++)
        {
            count += await FindPeriodAsync(key, period, cancellationToken) is { Missing: null } ? 1 : 0;
        }
        return count;
    }

    /// <summary>Keeps totals under a name of their own.</summary>
    internal ValueTask PutTotalsAsync(RunKey key, string row, DayTotals totals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(totals);
        var buffer = new BlockBuffer();
        buffer.WriteBytes(totals.Encode().Span);
        buffer.WriteUInt64(NamedHash.Compute(Name(key, row), buffer.Written.Span));
        return PutAsync(key, row, buffer.Written, cancellationToken);
    }

    /// <summary>Reads totals.</summary>
    /// <exception cref="DamagedBlockException">They are not what was written.</exception>
    internal async ValueTask<DayTotals> GetTotalsAsync(RunKey key, string row, CancellationToken cancellationToken)
    {
        var bytes = await GetAsync(key, row, cancellationToken);
        try
        {
            if (bytes.Length < 8 || new BlockCursor(bytes.Span[^8..]).ReadUInt64() != NamedHash.Compute(Name(key, row), bytes.Span[..^8]))
            {
                throw new InvalidDataException("The checksum does not match.");
            }
            return DayTotals.Decode(bytes[..^8]);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new DamagedBlockException(Name(key, row), "totals", e);
        }
    }

    /// <summary>Keeps bytes under a name of their own.</summary>
    internal ValueTask PutAsync(RunKey key, string row, ReadOnlyMemory<byte> value, CancellationToken cancellationToken) =>
        store.WriteBlobAsync(Table, Partition(key), row, value, TableWriteKind.Put, cancellationToken);

    /// <summary>Reads bytes, or null where there are none.</summary>
    internal ValueTask<ReadOnlyMemory<byte>?> FindAsync(RunKey key, string row, CancellationToken cancellationToken) =>
        store.ReadBlobAsync(Table, Partition(key), row, cancellationToken);

    /// <summary>Reads bytes that must be there.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>> GetAsync(RunKey key, string row, CancellationToken cancellationToken) =>
        await FindAsync(key, row, cancellationToken)
        ?? throw new InvalidOperationException(
            $"The part '{row}' of attempt {key.Attempt} of run {key.Run} of {key.Day} was not computed, or has been purged."
        );

    private static string Name(RunKey key, string row) => $"{Partition(key)}/{row}";

    private static string Partition(RunKey key) => (key ?? throw new ArgumentNullException(nameof(key))).Partition;

    private static string PartyRow(int place) => string.Create(CultureInfo.InvariantCulture, $"party-{place:D5}");

    private static string DoubtsRow(int group) => $"{Row("fold", group)}-doubts";

    private static string Row(string part, int number) => string.Create(CultureInfo.InvariantCulture, $"{part}-{number:D2}");
}
