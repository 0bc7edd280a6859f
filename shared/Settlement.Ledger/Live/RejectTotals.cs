using Settlement.Domain.Calendar;
using Settlement.Storage.Binary;

namespace Settlement.Ledger.Live;

/// <summary>
/// How many rejects a partition's list has, by reason and by day, as it stands beside the head. It moves with the head, in the same write.
/// </summary>
/// <param name="since">The first step that is counted as it came. What earlier steps brought is counted once, from what is stored.</param>
internal sealed class RejectTotals(long since)
{
    private const byte Format = 1;

    /// <summary>What the counts by day take of the row at most. The days with the fewest rejects go first, should there be more of them.</summary>
    private const int MaxDaysBytes = 512 * 1024;

    private readonly Dictionary<int, ReasonCounts> _days = [];

    /// <summary>How many rejects name days that are not counted one by one. A day is counted with all its rejects, or with none of them.</summary>
    private long _otherDays;

    public long Since { get; } = since;

    /// <summary>Whether the rejects of the steps before <see cref="Since"/> are counted too.</summary>
    public bool IsComplete { get; set; }

    /// <summary>The last step whose rejects were purged; 0 for none.</summary>
    public long PurgedThrough { get; set; }

    /// <summary>The last step whose rejects are not listed by day; 0 for none.</summary>
    public long BroadStep { get; set; }

    /// <summary>Whether a reject ever came again.</summary>
    public bool HasReplays { get; set; }

    /// <summary>All rejects of the list.</summary>
    public ReasonCounts All { get; private set; } = new();

    /// <summary>The rejects of a day; null where they are not counted by day.</summary>
    public ReasonCounts? FindDay(SettlementDay day) => _days.GetValueOrDefault(day.Number) ?? (_otherDays == 0 ? new ReasonCounts() : null);

    /// <summary>The totals after one more step; where they cannot be distinguished from these, the steps up to it are to be counted anew.</summary>
    public RejectTotals After(long step, RejectChange change)
    {
        if (change.Removed.All.Total > 0)
        {
            if (!IsComplete || !TryRemove(change.Removed))
            {
                return new RejectTotals(step + 1) { PurgedThrough = PurgedThrough };
            }
            HasReplays = true;
        }
        Add(change.Added);
        BroadStep = change.IsBroad ? step : BroadStep;
        return this;
    }

    /// <summary>Counts the rejects of the steps before <see cref="Since"/> as well.</summary>
    public void Complete(RejectTally before, long broadStep, bool hasReplays)
    {
        Add(before);
        BroadStep = Math.Max(BroadStep, broadStep);
        HasReplays |= hasReplays;
        IsComplete = true;
    }

    /// <summary>Counts rejects no longer.</summary>
    /// <returns>False where they were never counted; the totals are then of no use.</returns>
    public bool TryRemove(RejectTally tally)
    {
        if (!All.TryRemove(tally.All))
        {
            return false;
        }
        foreach (var (day, counts) in tally.Days)
        {
            if (!_days.TryGetValue(day, out var mine))
            {
                _otherDays -= counts.Total;
            }
            else if (!mine.TryRemove(counts))
            {
                return false;
            }
            else if (mine.Total == 0)
            {
                _days.Remove(day);
            }
        }

        return _otherDays >= 0;
    }

    public ReadOnlyMemory<byte> Encode(string name)
    {
        LeaveOutDays();
        var buffer = new BlockBuffer();
        buffer.WriteByte(Format);
        buffer.WriteVarUInt64(Since);
        buffer.WriteByte((byte)((IsComplete ? 1 : 0) | (HasReplays ? 2 : 0)));
        buffer.WriteVarUInt64(PurgedThrough);
        buffer.WriteVarUInt64(BroadStep);
        buffer.WriteVarUInt64(_otherDays);
        All.Write(buffer);
        buffer.WriteVarUInt64(_days.Count);
        foreach (var (day, counts) in _days.OrderBy(day => day.Key))
        {
            buffer.WriteZigZag(day);
            counts.Write(buffer);
        }
        buffer.WriteUInt64(NamedHash.Compute(name, buffer.Written.Span));
        return buffer.Written;
    }

    /// <summary>Reads a row; null where it is damaged, for what it says can be counted again, and nothing may be held up by it.</summary>
    public static RejectTotals? TryDecode(string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 9 || new BlockCursor(bytes[^8..]).ReadUInt64() != NamedHash.Compute(name, bytes[..^8]))
        {
            return null;
        }
        try
        {
            var cursor = new BlockCursor(bytes[..^8]);
            return cursor.ReadByte() == Format ? Read(ref cursor) : null;
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or ArgumentException)
        {
            return null;
        }
    }

    private static RejectTotals Read(ref BlockCursor cursor)
    {
        var totals = new RejectTotals(cursor.ReadVarInt64());
        var flags = cursor.ReadByte();
        (totals.IsComplete, totals.HasReplays) = ((flags & 1) != 0, (flags & 2) != 0);
        (totals.PurgedThrough, totals.BroadStep) = (cursor.ReadVarInt64(), cursor.ReadVarInt64());
        totals._otherDays = cursor.ReadVarInt64();
        totals.All = ReasonCounts.Read(ref cursor);
        for (var left = cursor.Count(3); left > 0; left--)
        {
            var day = checked((int)cursor.ReadZigZag());
            totals._days.Add(day, ReasonCounts.Read(ref cursor));
        }
        return totals;
    }

    private void Add(RejectTally tally)
    {
        All.Add(tally.All);
        foreach (var (day, counts) in tally.Days)
        {
            if (_days.TryGetValue(day, out var mine))
            {
                mine.Add(counts);
            }
            else if (_otherDays > 0)
            {
                _otherDays += counts.Total;
            }
            else
            {
                mine = new ReasonCounts();
                mine.Add(counts);
                _days.Add(day, mine);
            }
        }
    }

    private void LeaveOutDays()
    {
        var bytes = _days.Values.Sum(counts => (long)counts.MaxBytes);
        if (bytes <= MaxDaysBytes)
        {
            return;
        }
        foreach (var (day, counts) in _days.OrderBy(day => day.Value.Total).ThenByDescending(day => day.Key).ToList())
        {
            if (bytes <= MaxDaysBytes)
            {
                return;
            }
            bytes -= counts.MaxBytes;
            _otherDays += counts.Total;
            _days.Remove(day);
        }
    }
}
