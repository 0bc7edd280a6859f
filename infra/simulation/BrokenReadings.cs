using System.Globalization;
using System.Text;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>
/// Readings that must be rejected, each with all the codes it must be rejected for. None carries a value that could win, so
/// they leave the market's figures alone. Values in periods that do not exist are null: whether such a period has a loss
/// factor is nobody's question.
/// </summary>
internal sealed class BrokenReadings(Cast cast, LocalDate today)
{
    private const string Clean = "0.25";
    private readonly string _tooOld = new SettlementDay(today.PlusMonths(-29)).ToString();
    private readonly string _inFuture = new SettlementDay(today.PlusYears(1)).ToString();

    private static readonly (string[] Reasons, Func<BrokenReadings, ReadingMessage, RawFields, RawFields> Break)[] Catalogue =
    [
        (["missing-field"], (_, _, f) => f.Without("mpan")),
        (["missing-field"], (_, _, f) => f.Without("day")),
        (["missing-field"], (_, _, f) => f.Without("kwh")),
        (["missing-field"], (_, _, f) => f.Without("quality")),
        (["missing-field"], (_, _, f) => f.Without("supplier")),
        (["missing-field"], (_, _, f) => f.Without("gspGroup")),
        (["missing-field"], (_, _, f) => f.Without("llfc")),
        (["missing-field"], (_, _, f) => f.Without("segment").Without("connection")),
        (["wrong-type"], (_, m, f) => f.With("mpan", m.Meter.Mpan.ToString())),
        (["wrong-type"], (_, m, f) => f.With("kwh", Values(m.Count, "\"0.25\""))),
        (["wrong-type"], (_, _, f) => f.With("kwh", "0.25")),
        (["wrong-type"], (_, _, f) => f.WithText("day", "2026-02-30")),
        (["wrong-type"], (_, _, f) => f.With("from", "1.5")),
        (["wrong-type"], (_, _, f) => f.With("revision", "1e0")),
        (["wrong-type"], (_, _, f) => f.With("domestic", "null")),
        (["wrong-type"], (_, _, f) => f.With("quality", "null")),
        (["unknown-value"], (_, _, f) => f.WithText("clock", "gmt")),
        (["unknown-value"], (_, _, f) => f.WithText("flow", "both")),
        (["unknown-value"], (_, _, f) => f.WithText("segment", "Smart")),
        (["unknown-value"], (_, _, f) => f.WithText("connection", "X")),
        (["unknown-value"], (_, _, f) => f.WithText("quality", "E7")),
        (["bad-mpan"], (_, m, f) => f.WithText("mpan", WrongCheckDigit(m.Meter.Mpan))),
        (["bad-mpan"], (_, m, f) => f.WithText("mpan", m.Meter.Mpan.ToString()[..12])),
        (["bad-mpan"], (_, m, f) => f.WithText("mpan", m.Meter.Mpan.ToString()[..12] + "x")),
        (["wrong-length"], (_, _, f) => f.With("kwh", "[]")),
        (["wrong-length"], (_, m, f) => f.With("quality", "[" + string.Join(',', Enumerable.Repeat("\"A\"", m.Count - 1)) + "]")),
        (["period-not-in-day", "wrong-length"], (_, m, f) => f.With("kwh", Values(m.Count, Clean, SettlementDay.MaxPeriods + 1 - m.Count))),
        (["period-not-in-day"], (_, _, f) => f.With("from", "0").With("kwh", "[null,0.25]").WithText("quality", "A")),
        (["period-not-in-day"], (_, m, f) => f.With("from", Number(m.Count)).With("kwh", "[0.25,null]").WithText("quality", "A")),
        (["too-many-decimals"], (_, m, f) => f.With("kwh", Values(m.Count, "0.1234"))),
        (["negative"], (_, m, f) => f.With("kwh", Values(m.Count, "-0.5"))),
        (["negative"], (_, _, f) => f.With("revision", "-1")),
        (["too-large"], (_, m, f) => f.With("kwh", Values(m.Count, "10000000.001"))),
        (["day-too-old"], (b, _, f) => f.WithText("day", b._tooOld).With("kwh", Values(46, Clean)).WithText("quality", "A")),
        (["day-in-future"], (b, _, f) => f.WithText("day", b._inFuture).With("kwh", Values(46, Clean)).WithText("quality", "A")),
        (["supplier-unknown"], (_, _, f) => f.WithText("supplier", "ZZZZ")),
        (["supplier-unknown"], (_, _, f) => f.WithText("supplier", SyntheticMarket.DepartedSupplier)),
        (["gsp-group-unknown"], (_, _, f) => f.WithText("gspGroup", "_Z")),
        (["loss-class-unknown"], (_, _, f) => f.WithText("llfc", "999")),
        (["loss-class-unknown"], (_, _, f) => f.WithText("llfc", LossClass.PartialClass)),
        (["loss-class-unknown"], (_, _, f) => f.WithText("mpan", Mpan.FromFirstTwelve(990_000_000_001).ToString())),
        (["component-unknown"], (_, _, f) => f.WithText("flow", "export").WithText("segment", "unmetered").WithText("connection", "U")),
        (
            ["bad-mpan", "negative", "supplier-unknown", "too-many-decimals"],
            (_, m, f) =>
                f.WithText("mpan", WrongCheckDigit(m.Meter.Mpan)).WithText("supplier", "ZZZZ").With("kwh", Values(m.Count, "-0.0001"))
        ),
    ];

    /// <summary>How many different broken objects there are.</summary>
    public static int Count => Catalogue.Length;

    /// <summary>Whether a message can be broken: whole days by local clock of plain meters only.</summary>
    public static bool CanBreak(ReadingMessage message) =>
        message is { Utc: false, From: 1, Flow: Flow.Import, Meter.Segment: MarketSegment.Smart };

    /// <summary>Sends one broken form of a message.</summary>
    public void Send(EventFile file, ReadingMessage message, int which)
    {
        var (reasons, breakIt) = Catalogue[which];
        file.AddBroken(breakIt(this, message, Fields(message)).Bytes, reasons);
    }

    /// <summary>Sends every broken form of a message once, and the lines that are no message at all.</summary>
    public void SendAll(EventFile file, ReadingMessage message)
    {
        for (var which = 0; which < Count; which++)
        {
            Send(file, message, which);
        }
        SendLines(file, message);
    }

    private void SendLines(EventFile file, ReadingMessage message)
    {
        var good = Fields(message).Json;
        Unreadable(file, Encoding.UTF8.GetBytes(good[..(good.Length / 2)]));
        Unreadable(file, "mpan,day,kwh1"u8);
        // Latin-1 where UTF-8 is due: well-formed JSON but for one byte.
        Unreadable(file, Encoding.Latin1.GetBytes(Fields(message).WithText("note", "\u00e9").Json));
        foreach (var body in new[] { "42", "\"text\"", "null" })
        {
            file.Line(Encoding.UTF8.GetBytes(body));
            file.Reject("wrong-type");
        }

        file.Line(Encoding.UTF8.GetBytes($"[{good},5,[{good}],{Fields(message).WithText("connection", "X").Json}]"));
        file.Accept("duplicate");
        file.Reject("wrong-type");
        file.Reject("wrong-type");
        file.Reject("unknown-value");
        file.Line([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(good)]);
        file.Accept("duplicate");
    }

    private static void Unreadable(EventFile file, ReadOnlySpan<byte> line)
    {
        file.Line(line);
        file.Reject("not-json");
    }

    private RawFields Fields(ReadingMessage message)
    {
        var values = string.Join(
            ',',
            message.Wh.Take(message.Count).Select(wh => (wh / 1000m).ToString("0.###", CultureInfo.InvariantCulture))
        );
        var quality = message.Mixed
            ? "[" + string.Join(',', message.Qualities.Take(message.Count).Select(q => $"\"{q.Text()}\"")) + "]"
            : $"\"{message.Qualities[0].Text()}\"";
        return new RawFields()
            .WithText("mpan", message.Meter.Mpan.ToString())
            .WithText("day", message.Day)
            .With("kwh", $"[{values}]")
            .With("quality", quality)
            .WithText("supplier", cast.Suppliers[message.Supplier].Id)
            .WithText("gspGroup", cast.Groups[message.Meter.Group].Id)
            .WithText("llfc", LossClass.All[message.Meter.LossClass].Id)
            .WithText("segment", message.Meter.Segment.Text())
            .WithText("connection", message.Meter.Connection.Text())
            .With("domestic", message.Meter.Domestic ? "true" : "false");
    }

    private static string Values(int count, string value, int nulls = 0) =>
        "[" + string.Join(',', Enumerable.Repeat(value, count).Concat(Enumerable.Repeat("null", nulls))) + "]";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string WrongCheckDigit(Mpan mpan)
    {
        var text = mpan.ToString();
        return text[..12] + (char)('0' + ((text[12] - '0' + 1) % 10));
    }
}
