using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>Writes one meter's day: draws its values and its fate, and sends what follows from both.</summary>
internal sealed class MeterDayWriter(
    SimulationOptions options,
    Cast cast,
    EventFile first,
    EventFile late,
    MarketTotals totals,
    BrokenReadings broken
)
{
    private const ulong Stream = 2;
    private readonly ExpectedTotals _board = new();
    private readonly ReadingMessage _base = new();
    private readonly ReadingMessage _other = new();
    private readonly Utf8Line _line = new();

    /// <summary>The plain message of a meter's day, before its fate.</summary>
    public static ReadingMessage Plain(SimulationOptions options, in SimulatedMeter meter, ReportDay day)
    {
        var random = Draws(options, meter, day);
        var message = new ReadingMessage();
        ValueDraw.Fill(message, meter, day, ref random);
        return message;
    }

    /// <param name="meter">The meter.</param>
    /// <param name="day">The day.</param>
    /// <param name="forced">The fate, where it is not left to the draw.</param>
    public void Write(in SimulatedMeter meter, ReportDay day, MessageVariant? forced)
    {
        var random = Draws(options, meter, day);
        ValueDraw.Fill(_base, meter, day, ref random);
        _board.Clear();
        Follow(forced ?? DrawFate(ref random), day, ref random);
        _board.AddTo(totals, meter, day);
        if (!day.Utc && random.Chance(Rates.Broken) && BrokenReadings.CanBreak(_base))
        {
            broken.Send(first, _base, random.Below(BrokenReadings.Count));
        }
    }

    private static SeededRandom Draws(SimulationOptions options, in SimulatedMeter meter, ReportDay day) =>
        SeededRandom.For(
            options.Seed,
            Stream + (ulong)meter.Index,
            ((ulong)new Domain.Calendar.SettlementDay(day.Date).Number * 2) + (day.Utc ? 1UL : 0)
        );

    private static MessageVariant DrawFate(ref SeededRandom random)
    {
        var draw = random.Unit();
        foreach (var (fate, rate) in Rates.Fates)
        {
            draw -= rate;
            if (draw < 0)
            {
                return fate;
            }
        }

        return MessageVariant.Plain;
    }

    private void Follow(MessageVariant fate, ReportDay day, ref SeededRandom random)
    {
        switch (fate)
        {
            case MessageVariant.Duplicate:
                Send(first, _base);
                Send(first, _base, "duplicate");
                break;
            case MessageVariant.Late:
                Send(late, _base, "late");
                break;
            case MessageVariant.EarlyCorrection:
                Send(first, _base);
                Send(first, Changed(1, ref random), "correction");
                break;
            case MessageVariant.LateCorrection:
                Send(first, _base);
                Send(late, Changed(1, ref random), "correction");
                break;
            case MessageVariant.Overtaken:
                Send(first, Changed(2, ref random), "correction");
                Send(late, Changed(1, ref random), "overtaken");
                break;
            case MessageVariant.SupplierChange:
                _other.CopyFrom(_base).Supplier = (_base.Supplier + 1) % cast.Suppliers.Length;
                Send(first, _other);
                Send(late, Revised(1), "supplierChange");
                break;
            case MessageVariant.FlowChange when _base.Flow == Flow.Import && _base.Meter.Segment != MarketSegment.Unmetered:
                _other.CopyFrom(_base).Flow = Flow.Export;
                Send(first, _other);
                Send(late, Revised(1), "flowChange");
                break;
            case MessageVariant.Resent:
                Send(first, _base);
                Send(late, Changed(0, ref random), "resent");
                break;
            case MessageVariant.Split when _base.Count > 3:
                SendSplit(ref random);
                break;
            case MessageVariant.SinglePeriod:
                Send(first, _base);
                Changed(1, ref random).Take(_other, random.Below(_other.Count), 1);
                Send(first, _other, "singlePeriod");
                break;
            case MessageVariant.Gap or MessageVariant.GapFilled when _base.Count > 10:
                SendGap(fate == MessageVariant.GapFilled, ref random);
                break;
            case MessageVariant.OddlyWritten when !day.Utc:
                _base.Odd = true;
                Send(first, _base, "odd");
                _base.Odd = false;
                break;
            case MessageVariant.OtherClock when !day.Utc:
                SendByOtherClock(day, ref random);
                break;
            case MessageVariant.EmptyCorrection:
                Send(first, _base);
                _other.CopyFrom(_base).Revision = 9;
                Array.Fill(_other.Wh, ReadingMessage.None, 0, _other.Count);
                Send(late, _other, "empty");
                break;
            default:
                Send(first, _base);
                break;
        }
    }

    private void SendSplit(ref SeededRandom random)
    {
        var cut = 1 + random.Below(_base.Count - 2);
        _other.CopyFrom(_base).Take(_base, 0, cut);
        Send(first, _other, "partial");
        _other.CopyFrom(_base).Take(_base, cut, _base.Count - cut);
        Send(first, _other, "partial");
    }

    private void SendGap(bool filled, ref SeededRandom random)
    {
        var length = 1 + random.Below(6);
        var offset = random.Below(_base.Count - length);
        _other.CopyFrom(_base);
        Array.Fill(_other.Wh, ReadingMessage.None, offset, length);
        Send(first, _other, "gap");
        if (!filled)
        {
            return;
        }
        _other.CopyFrom(_base).Take(_base, offset, length);
        Send(late, _other, "gapFill");
    }

    private void SendByOtherClock(ReportDay day, ref SeededRandom random)
    {
        Send(first, _base);
        // The half hours of the UTC day of the same date that lie on this Settlement Day: they begin with its first one and
        // end before the next Settlement Day does, which in summer is an hour early.
        var utc = ReportDay.ByUtc(day.Date, Domain.Calendar.SettlementDay.Parse(day.Text), 1);
        var shift = utc.Period[1] - 1;
        Changed(1, ref random).Take(_other, shift, utc.To - utc.From + 1);
        _other.From = utc.From;
        _other.Utc = true;
        Send(late, _other, "otherClock", shift);
    }

    private ReadingMessage Revised(int revision)
    {
        _other.CopyFrom(_base).Revision = revision;
        return _other;
    }

    private ReadingMessage Changed(int revision, ref SeededRandom random)
    {
        Revised(revision).Correct(random.Between(0.8, 1.2));
        return _other;
    }

    private void Send(EventFile file, ReadingMessage message, string? kind = null, int shift = 0)
    {
        message.Write(_line, cast);
        file.Add(_line.Bytes, kind);
        _board.Arrive(message, shift);
    }
}
