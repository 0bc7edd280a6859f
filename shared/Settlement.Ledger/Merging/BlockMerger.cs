using System.Security.Cryptography;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;
using Settlement.Ledger.Commits;
using Settlement.Ledger.Folding;
using Settlement.Storage;

namespace Settlement.Ledger.Merging;

/// <summary>What a merger has done.</summary>
/// <param name="Blocks">How many blocks were made into others.</param>
/// <param name="Into">How many those are.</param>
/// <param name="Bytes">What the blocks take, headers aside.</param>
/// <param name="BytesInto">What those take.</param>
public readonly record struct MergeOutcome(int Blocks, int Into, long Bytes, long BytesInto)
{
    /// <summary>Both together.</summary>
    public static MergeOutcome operator +(MergeOutcome x, MergeOutcome y) =>
        new(x.Blocks + y.Blocks, x.Into + y.Into, x.Bytes + y.Bytes, x.BytesInto + y.BytesInto);
}

/// <summary>
/// Makes small blocks of a day and partition that follow one another into one. The rows are the same, with the events that brought them, so a
/// fold finds the same versions; it reads fewer and larger parts, and totals and texts stand there once.
/// </summary>
/// <remarks>
/// A merge never has a cut of a run inside it: what was closed is computed again from just what it had. It commits as a head step does: the
/// plan is noted under a random attempt, the block is written, and one conditional write makes it count. A merger that finds a plan takes it
/// for abandoned and puts its own in its place, after which the other can no longer commit.
/// </remarks>
public sealed class BlockMerger(ITableStore store, LedgerReader ledger, HeadStore heads, IRunCuts cuts, TimeProvider clock)
{
    private readonly BlockSweep _sweep = new(store);

    /// <summary>About how many rows a block should have: pre-aggregated totals then take a sixth of it.</summary>
    public int TargetRows { get; init; } = 20_000;

    /// <summary>Fewer blocks at the end of a day are left alone: more may come.</summary>
    public int FewBlocks { get; init; } = 16;

    /// <summary>Merges what can be merged of a day.</summary>
    /// <exception cref="TableConflictException">Another merges the same day.</exception>
    /// <exception cref="LedgerDataMissingException">A block is missing.</exception>
    /// <exception cref="DamagedBlockException">A block is damaged; nothing was made of it.</exception>
    public async ValueTask<MergeOutcome> MergeAsync(int partition, SettlementDay day, CancellationToken cancellationToken)
    {
        var (log, etag) = await ledger.Merges.ReadAsync(partition, day, cancellationToken);
        var outcome = default(MergeOutcome);
        foreach (var group in await GroupsAsync(partition, day, cancellationToken))
        {
            if (log.Plan is { } abandoned)
            {
                await _sweep.DeleteAsync(new BlockId(day.Number, partition, abandoned.LastStep, abandoned.Attempt), cancellationToken);
            }
            var id = new BlockId(day.Number, partition, group[^1].LastStep, RandomNumberGenerator.GetHexString(12, lowercase: true));
            etag = await ledger.Merges.WriteAsync(
                partition,
                day,
                log = log with { Plan = new MergePlan(id.Step, id.Attempt) },
                etag,
                cancellationToken
            );
            var merge = new Merge(
                group[0].FirstStep,
                group[^1].LastStep,
                group[0].FirstNumber,
                group[^1].LastNumber,
                id.Attempt,
                Instant.FromDateTimeOffset(clock.GetUtcNow()),
                Swept: false
            );
            try
            {
                var merged = await WriteAsync(id, group, cancellationToken);
                etag = await ledger.Merges.WriteAsync(
                    partition,
                    day,
                    log = new MergeLog(null, [.. log.Merges, merge]),
                    etag,
                    cancellationToken
                );
                outcome += new MergeOutcome(group.Count, 1, group.Sum(part => Bytes(part.Value)), Bytes(merged));
            }
            catch (Exception e) when (e is TableConflictException or DamagedBlockException)
            {
                await AbandonPlanAsync(id, day, cancellationToken);
                throw;
            }
        }

        return outcome;
    }

    /// <summary>Another that took this merge for abandoned may have deleted its block under it, and what was written since must go as well.</summary>
    private async ValueTask AbandonPlanAsync(BlockId id, SettlementDay day, CancellationToken cancellationToken)
    {
        if ((await ledger.Merges.ReadAsync(id.Partition, day, cancellationToken)).Log.Contains(id.Attempt))
        {
            return;
        }
        await _sweep.DeleteAsync(id, cancellationToken);
        throw new TableConflictException("merges", id.PartitionKey, id.HeaderRow);
    }

    private static long Bytes(StoredBlock block) => block.Header.Parts.Sum(part => (long)part.Length);

    /// <summary>The runs of blocks to merge, in order.</summary>
    private async ValueTask<List<List<CommittedPart<StoredBlock>>>> GroupsAsync(
        int partition,
        SettlementDay day,
        CancellationToken cancellationToken
    )
    {
        // The head is read before the cuts: a run that opens later has a cut at or beyond it, and so beyond every merge made here.
        var head = await heads.ReadAsync(new(Hubs.Readings, partition), cancellationToken);
        var steps = await cuts.ListStepsAsync(partition, day, cancellationToken);
        var groups = new List<List<CommittedPart<StoredBlock>>>();
        var group = new List<CommittedPart<StoredBlock>>();
        await foreach (var part in ledger.PartsAsync(day, PartitionCut.Of(partition, head), cancellationToken))
        {
            var (rows, isSmall) = (
                group.Sum(each => (long)each.Value.Header.Rows) + part.Value.Header.Rows,
                part.Value.Header.Rows < TargetRows / 2 && part.FirstNumber > 0
            );
            if (group.Count > 0 && (!isSmall || rows > TargetRows || steps.Any(step => step >= group[^1].LastStep && step < part.LastStep)))
            {
                Close(atLeast: 2);
            }
            if (isSmall)
            {
                group.Add(part);
            }
        }

        Close(atLeast: FewBlocks);
        return groups;

        void Close(int atLeast)
        {
            if (group.Count >= atLeast)
            {
                groups.Add(group);
            }
            group = [];
        }
    }

    private async ValueTask<StoredBlock> WriteAsync(BlockId id, List<CommittedPart<StoredBlock>> group, CancellationToken cancellationToken)
    {
        var batch = new ReadingBatch();
        var totals = new DayTotals();
        foreach (var part in group)
        {
            var reader = ledger.Blocks.Open(part.Value);
            await reader.AddTotalsAsync(totals, cancellationToken);
            await CopyAsync(reader, id.Day, batch, cancellationToken);
        }

        await ledger.Blocks.WriteAsync(id, batch, new BlockWriter(), cancellationToken);

        // Nothing takes the place of a block that was not read back and found to say the same.
        var merged = await ledger.Blocks.FindAsync(id, cancellationToken) ?? throw new DamagedBlockException(id.ToString(), "header");
        var again = new DayTotals();
        await ledger.Blocks.Open(merged).AddTotalsAsync(again, cancellationToken);
        if (!again.Encode().Span.SequenceEqual(totals.Encode().Span))
        {
            throw new DamagedBlockException(id.ToString(), "totals");
        }
        return merged;
    }

    private static async ValueTask CopyAsync(BlockReader reader, int day, ReadingBatch batch, CancellationToken cancellationToken)
    {
        var firstEvent = batch.Events.Length;
        foreach (var e in await reader.EventsAsync(cancellationToken))
        {
            batch.Begin(e);
        }
        var cells = await reader.CellsAsync(cancellationToken);
        var cellOf = new int[cells.Count];
        for (var cell = 0; cell < cells.Count; cell++)
        {
            cellOf[cell] = batch.CellOf(day, cells[cell]);
        }
        for (var slice = 0; slice < reader.Block.Header.Slices; slice++)
        {
            var ids = await reader.IdsAsync(slice, cancellationToken);
            var rows = await reader.RowsAsync(slice, ids, cancellationToken);
            for (var row = 0; row < ids.Mpans.Length; row++)
            {
                batch.Copy(
                    cellOf[rows.Cell(row)],
                    Mpan.FromStored(ids.Mpans[row]),
                    ids.First(row),
                    rows.Values(row),
                    rows.Revision(row),
                    firstEvent + rows.Event(row),
                    rows.Place(row)
                );
            }
        }
    }
}
