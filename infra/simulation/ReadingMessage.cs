using System.Text;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>One reading message before it is written; reused from message to message.</summary>
public sealed class ReadingMessage
{
    /// <summary>Stands for null among the values.</summary>
    public const long None = -1;

    private static readonly byte[][] QualityTexts = [.. CodeText.Codes<Quality>().Select(Encoding.UTF8.GetBytes)];
    private static readonly byte[][] SegmentTexts = [.. CodeText.Codes<MarketSegment>().Select(Encoding.UTF8.GetBytes)];
    private static readonly byte[][] ConnectionTexts = [.. CodeText.Codes<ConnectionType>().Select(Encoding.UTF8.GetBytes)];

    public SimulatedMeter Meter { get; private set; }

    public string Day { get; private set; } = "";

    public bool Utc { get; set; }

    public int From { get; set; }

    public int Count { get; set; }

    public long[] Wh { get; } = new long[SettlementDay.MaxPeriods];

    public Quality[] Qualities { get; } = new Quality[SettlementDay.MaxPeriods];

    /// <summary>Whether qualities are written one by one; else the first holds for all.</summary>
    public bool Mixed { get; set; }

    public Flow Flow { get; set; }

    public int Supplier { get; set; }

    public int Revision { get; set; }

    public bool Odd { get; set; }

    public Quality QualityAt(int index) => Qualities[Mixed ? index : 0];

    public void Begin(in SimulatedMeter meter, ReportDay day)
    {
        Meter = meter;
        Day = day.Text;
        Utc = day.Utc;
        From = day.From;
        Count = day.To - day.From + 1;
        Mixed = false;
        Flow = meter.Flow;
        Supplier = meter.Supplier;
        Revision = 0;
        Odd = false;
    }

    public ReadingMessage CopyFrom(ReadingMessage other)
    {
        Meter = other.Meter;
        Day = other.Day;
        Utc = other.Utc;
        Mixed = other.Mixed;
        Flow = other.Flow;
        Supplier = other.Supplier;
        Revision = other.Revision;
        Odd = other.Odd;
        Take(other, 0, other.Count);
        return this;
    }

    /// <summary>Takes over some of another message's values with their place in the day.</summary>
    public void Take(ReadingMessage other, int offset, int count)
    {
        From = other.From + offset;
        Count = count;
        Array.Copy(other.Wh, offset, Wh, 0, count);
        if (other.Mixed)
        {
            Array.Copy(other.Qualities, offset, Qualities, 0, count);
        }
        else
        {
            Qualities[0] = other.Qualities[0];
        }
    }

    /// <summary>A correction is a reading that came in after all: every value is another, and all are actual.</summary>
    public void Correct(double change)
    {
        for (var i = 0; i < Count; i++)
        {
            Wh[i] = (long)((Wh[i] * change) + 1.5);
        }
        Mixed = false;
        Qualities[0] = Quality.A;
    }

    public void Write(Utf8Line line, Cast cast)
    {
        line.Clear().Add("{\"mpan\":\""u8).Add(Meter.Mpan.Value).Add("\",\"day\":\""u8).Add(Day);
        if (Odd)
        {
            // Of a repeated name the last counts, and a field nobody knows is ignored.
            line.Add("\",\"revision\":7,\"note\":{\"kwh\":[null,\"x\"]},\"clock\":\"local"u8);
        }
        if (Utc)
        {
            line.Add("\",\"clock\":\"utc"u8);
        }
        line.Add("\""u8);
        if (From != 1)
        {
            line.Add(",\"from\":"u8).Add(From);
        }
        line.Add(",\"kwh\":["u8);
        for (var i = 0; i < Count; i++)
        {
            if (i > 0)
            {
                line.Add(","u8);
            }
            if (Wh[i] == None)
            {
                line.Add("null"u8);
            }
            else if (!Odd)
            {
                line.AddKwh(Wh[i]);
            }
            else if (i % 2 == 0)
            {
                line.Add(Wh[i]).Add("e-3"u8);
            }
            else
            {
                line.Add(Wh[i] / 1000).Add((Wh[i] % 1000).ToString("'.'000'0'", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        line.Add("],\"quality\":"u8);
        WriteQualities(line);
        if (Flow == Flow.Export)
        {
            line.Add(",\"flow\":\"export\""u8);
        }
        line.Add(",\"supplier\":\""u8)
            .Add(cast.Suppliers[Supplier].Id)
            .Add("\",\"gspGroup\":\""u8)
            .Add(cast.Groups[Meter.Group].Id)
            .Add("\",\"llfc\":\""u8)
            .Add(LossClass.All[Meter.LossClass].Id)
            .Add("\",\"segment\":\""u8)
            .Add(SegmentTexts[(int)Meter.Segment])
            .Add("\",\"connection\":\""u8)
            .Add(ConnectionTexts[(int)Meter.Connection])
            .Add("\""u8);
        if (Meter.Domestic)
        {
            line.Add(",\"domestic\":true"u8);
        }
        if (Revision != 0 || Odd)
        {
            line.Add(",\"revision\":"u8).Add(Revision);
        }
        line.Add("}"u8);
    }

    private void WriteQualities(Utf8Line line)
    {
        if (!Mixed)
        {
            line.Add("\""u8).Add(QualityTexts[(int)Qualities[0]]).Add("\""u8);
            return;
        }

        for (var i = 0; i < Count; i++)
        {
            line.Add(i == 0 ? "[\""u8 : ",\""u8).Add(QualityTexts[(int)Qualities[i]]).Add("\""u8);
        }
        line.Add("]"u8);
    }
}
