using System.Text.Json;
using NodaTime;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Local.Conversion;

/// <summary>One household's values by UTC day, and the registration that is made up for it.</summary>
internal sealed class Household
{
    private const int FirstNumber = 2;
    private static readonly string[] Suppliers = ["NRTH", "KEEL", "DAWN", "FERN"];
    private readonly SortedDictionary<LocalDate, decimal?[]> _days = [];
    private readonly string _mpan;
    private readonly string _supplier;

    public Household(int number)
    {
        Number = number;
        // Distributor 12, and a step that keeps neighbours apart in more than the last digits.
        _mpan = Mpan.FromFirstTwelve(120_000_001_000L + (37L * (number - FirstNumber))).ToString();
        _supplier = Suppliers[number % Suppliers.Length];
    }

    /// <summary>The household's number: <c>MAC2</c> and <c>MAC000002</c> are one home.</summary>
    public int Number { get; }

    /// <summary>Takes a value; of several for a half hour the last counts.</summary>
    /// <returns>Whether the half hour had none before.</returns>
    public bool Add(LocalDate day, int period, decimal kwh)
    {
        if (!_days.TryGetValue(day, out var values))
        {
            _days.Add(day, values = new decimal?[SettlementDay.UtcPeriods]);
        }
        var isNew = values[period - 1] is null;
        values[period - 1] = kwh;
        return isNew;
    }

    /// <summary>Writes one message per UTC day that has values and returns how many; gaps before the first and after the last value are left off.</summary>
    public int WriteTo(Stream output, Utf8JsonWriter json, int shiftWeeks)
    {
        foreach (var (day, values) in _days)
        {
            json.Reset();
            WriteMessage(json, day.PlusWeeks(shiftWeeks), values);
            json.Flush();
            output.WriteByte((byte)'\n');
        }

        return _days.Count;
    }

    private void WriteMessage(Utf8JsonWriter json, LocalDate day, decimal?[] values)
    {
        var first = Array.FindIndex(values, v => v is not null);
        var last = Array.FindLastIndex(values, v => v is not null);
        json.WriteStartObject();
        json.WriteString("mpan", _mpan);
        json.WriteString("day", new SettlementDay(day).ToString());
        json.WriteString("clock", "utc");
        json.WriteNumber("from", first + 1);
        json.WriteStartArray("kwh");
        for (var i = first; i <= last; i++)
        {
            if (values[i] is { } kwh)
            {
                json.WriteNumberValue(kwh);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
        json.WriteString("quality", "A");
        json.WriteString("supplier", _supplier);
        json.WriteString("gspGroup", "_C");
        json.WriteString("llfc", "1");
        json.WriteString("segment", "smart");
        json.WriteString("connection", "W");
        json.WriteBoolean("domestic", true);
        json.WriteEndObject();
    }
}
