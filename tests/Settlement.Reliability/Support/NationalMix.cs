using System.Globalization;
using System.Text;
using Settlement.Domain.Market;
using Settlement.Ledger.Messages;
using Settlement.Reference;
using Settlement.Storage;

namespace Settlement.Reliability.Support;

/// <summary>
/// A made-up market of national breadth: 14 GSP Groups, 60 suppliers of skewed size, a few loss classes a distributor, households and businesses with
/// daily shapes and log-normal sizes, a share of estimates and of messages with mixed qualities. The same seed gives the same bytes.
/// </summary>
public sealed class NationalMix(int seed)
{
    public const string Day = "2026-06-16";

    private const int Suppliers = 60;
    private const int EventBytes = 1_000_000;

    /// <summary>By loss class: its name, connection, segment and share of meters in thousandths.</summary>
    private static readonly (string Llfc, string Connection, string Segment, bool Domestic, int Share, double MeanKwh)[] Classes =
    [
        ("W01", "W", "smart", true, 780, 0.16),
        ("W02", "W", "smart", true, 110, 0.24),
        ("W11", "W", "smart", false, 70, 0.5),
        ("L01", "L", "smart", false, 25, 2.2),
        ("L02", "L", "advanced", false, 12, 9),
        ("H01", "H", "advanced", false, 3, 60),
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    /// <summary>When the events were enqueued.</summary>
    public static DateTimeOffset Enqueued { get; } = new(2026, 6, 17, 6, 0, 0, TimeSpan.Zero);

    /// <summary>The reference data with this market's suppliers and loss classes, the rest as shipped.</summary>
    public static async Task<ReferenceStore> ReferenceAsync(ITableStore store)
    {
        var participants = new StringBuilder("id,name,role,from,to\n");
        for (var supplier = 0; supplier < Suppliers; supplier++)
        {
            participants.AppendLine(CultureInfo.InvariantCulture, $"S{supplier:D3},Supplier {supplier},supplier,,");
        }
        var units = new StringBuilder("id,party,account,gspGroup,tradingUnit,kind,default,from,to\n");
        for (var supplier = 0; supplier < Suppliers; supplier++)
        {
            for (var group = 0; group < Groups.Length; group++)
            {
                units.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"2__{Groups[group]}S{supplier:D3}000,S{supplier:D3},C,{Groups[group]},,supplier,yes,,"
                );
            }
        }

        var factors = new StringBuilder("distributor,llfc,fromPeriod,toPeriod,factor,from,to\n");
        for (var distributor = 10; distributor < 24; distributor++)
        {
            foreach (var (llfc, _, _, _, _, _) in Classes)
            {
                factors
                    .AppendLine(CultureInfo.InvariantCulture, $"{distributor},{llfc},1,14,1.05{distributor % 10},,")
                    .AppendLine(CultureInfo.InvariantCulture, $"{distributor},{llfc},15,,1.07{distributor % 10},,");
            }
        }

        var references = new ReferenceStore(store);
        await references.ReplaceAsync(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["participants"] = participants.ToString(),
                ["bm-units"] = units.ToString(),
                ["loss-factors"] = factors.ToString(),
                ["registrations"] = "supplier,gspGroup,segment,meters",
            }
        );
        return references;
    }

    /// <summary>Arrays of day messages, each event close to 1 MB, until there are so many messages.</summary>
    public List<HubEvent> DayEvents(int messages, long firstSequence = 0) => Events(messages, firstSequence, () => Message(0));

    /// <summary>Arrays of messages with one reading each.</summary>
    public List<HubEvent> SingleEvents(int messages) => Events(messages, 0, () => Message(1 + _random.Next(48)));

    private static string[] Groups { get; } = ["_A", "_B", "_C", "_D", "_E", "_F", "_G", "_H", "_J", "_K", "_L", "_M", "_N", "_P"];

    private List<HubEvent> Events(int messages, long sequence, Action message)
    {
        var events = new List<HubEvent>();
        while (messages > 0)
        {
            _text.Clear().Append('[');
            for (; messages > 0 && _text.Length < EventBytes; messages--)
            {
                if (_text.Length > 1)
                {
                    _text.Append(',');
                }
                message();
            }

            events.Add(new HubEvent(sequence++, Enqueued.AddMilliseconds(sequence), Encoding.UTF8.GetBytes(_text.Append(']').ToString())));
        }

        return events;
    }

    /// <summary>Writes a message of the whole day, or of one period.</summary>
    private void Message(int period)
    {
        var group = _random.Next(Groups.Length);
        var (llfc, connection, segment, domestic, _, mean) = Classes[PickClass()];
        // A few large suppliers and many small ones.
        var supplier = (int)(Suppliers * Math.Pow(_random.NextDouble(), 3));
        var mpan = Mpan.FromFirstTwelve(((10 + group) * 10_000_000_000L) + _random.NextInt64(10_000_000_000));
        var size = mean * Math.Exp(0.7 * Normal());
        _text.Append(CultureInfo.InvariantCulture, $"{{\"mpan\":\"{mpan}\",\"day\":\"{Day}\"");
        if (period > 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $",\"from\":{period}");
        }
        _text.Append(",\"kwh\":[");
        for (var i = 0; i < (period > 0 ? 1 : 48); i++)
        {
            if (i > 0)
            {
                _text.Append(',');
            }
            var hour = ((period > 0 ? period - 1 : i) / 2.0) - 18.5;
            var shape = 0.55 + (0.9 * Math.Exp(-hour * hour / 18)) + (_random.Next(12) == 0 ? 2 : 0);
            _text.Append(
                Math.Round((decimal)(size * shape * Math.Exp(0.25 * Normal())), 3).ToString("0.###", CultureInfo.InvariantCulture)
            );
        }

        _text.Append("],\"quality\":");
        var kind = _random.Next(100);
        if (kind < 2 && period == 0)
        {
            var from = _random.Next(48);
            _text
                .Append('[')
                .AppendJoin(',', Enumerable.Range(0, 48).Select(i => i >= from && i < from + 4 ? "\"E3\"" : "\"A\""))
                .Append(']');
        }
        else
        {
            _text.Append(kind < 90 ? "\"A\"" : "\"E1\"");
        }

        _text.Append(
            CultureInfo.InvariantCulture,
            $",\"supplier\":\"S{supplier:D3}\",\"gspGroup\":\"{Groups[group]}\",\"llfc\":\"{llfc}\",\"segment\":\"{segment}\",\"connection\":\"{connection}\""
        );
        if (domestic)
        {
            _text.Append(",\"domestic\":true");
        }
        if (_random.Next(100) == 0)
        {
            _text.Append(",\"revision\":1");
        }
        _text.Append('}');
    }

    private int PickClass()
    {
        var left = _random.Next(1000);
        var of = 0;
        for (; left >= Classes[of].Share; of++)
        {
            left -= Classes[of].Share;
        }
        return of;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
