using System.Globalization;

namespace Settlement.Reliability.Histories;

/// <summary>One market input of one message, found without any code of the product.</summary>
public sealed record OracleInput(
    DateOnly Day,
    int Period,
    string Type,
    string Key,
    decimal A,
    decimal B,
    string Rest,
    long Revision,
    DateTimeOffset Enqueued,
    int Partition,
    int Epoch,
    long Sequence,
    int Place
)
{
    public (DateTimeOffset, int, int, long, int) Arrival => (Enqueued, Partition, Epoch, Sequence, Place);
}

/// <summary>Which market inputs a run must find.</summary>
public static class MarketOracle
{
    /// <summary>The input of each key that wins: the highest revision, then the latest arrival; a contract of nothing is none.</summary>
    public static IEnumerable<OracleInput> Winners(IEnumerable<OracleInput> inputs) =>
        inputs
            .GroupBy(input => (input.Day, input.Period, input.Type, input.Key))
            .Select(versions => versions.MaxBy(input => (input.Revision, input.Arrival))!)
            .Where(input => input.Type != "contract" || input.A != 0);

    /// <summary>Every input of the accepted messages of an event.</summary>
    internal static IReadOnlyList<OracleInput> Inputs(HistoryEvent e) =>
        Oracle.Accepted(
            e,
            (place, o) =>
            {
                string Text(string name) => o.TryGetProperty(name, out var value) ? value.GetString()! : string.Empty;
                decimal Number(string name) =>
                    decimal.Parse(o.GetProperty(name).GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
                var type = Text("type");
                var (a, b) = type == "systemPrice" ? (Number("buy"), Number("sell")) : (Number("mwh"), 0);
                var rest = type switch
                {
                    "gspGroupTake" when o.TryGetProperty("estimated", out var estimated) && estimated.GetBoolean() => "estimated",
                    "contract" => $"{Text("seller")} {Text("sellerAccount")} {Text("buyer")} {Text("buyerAccount")}",
                    _ => string.Empty,
                };
                var day = DateOnly.ParseExact(Text("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
                var revision = o.TryGetProperty("revision", out var r) ? r.GetInt64() : 0;
                return (OracleInput[])
                    [
                        new(
                            day,
                            o.GetProperty("period").GetInt32(),
                            type,
                            $"{Text("gspGroup")}{Text("bmUnit")}{Text("id")}",
                            a,
                            b,
                            rest,
                            revision,
                            e.Enqueued,
                            e.Partition,
                            e.Epoch,
                            e.Sequence,
                            place
                        ),
                    ];
            }
        );
}
