using System.Globalization;
using CsvHelper;
using NodaTime;
using NodaTime.Text;

namespace Settlement.Local.Conversion;

/// <summary>
/// Reads rows of the two published layouts: <c>LCLid,tstp,energy(kWh/hh)</c> and
/// <c>LCLid,stdorToU,DateTime,KWH/hh (per half hour) ,Acorn,Acorn_grouped</c>.
/// </summary>
internal sealed class LowCarbonLondonRow
{
    private const string Prefix = "MAC";
    private const int MaxHousehold = 999_999;

    private static readonly InstantPattern Stamp = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss.FFFFFFF");
    private static readonly Duration HalfHour = Duration.FromMinutes(30);

    private readonly CsvReader _csv;
    private readonly int _household;
    private readonly int _stamp;
    private readonly int _energy;

    /// <summary>Reads the header.</summary>
    /// <exception cref="FormatException">It is neither of the two.</exception>
    public LowCarbonLondonRow(CsvReader csv)
    {
        _csv = csv;
        if (!csv.Read() || !csv.ReadHeader())
        {
            throw new FormatException("The file is empty; a Low Carbon London header was expected.");
        }
        string[] header = [.. csv.HeaderRecord!.Select(name => name.Trim())];
        _household = Array.IndexOf(header, "LCLid");
        _stamp = Array.FindIndex(header, name => name is "tstp" or "DateTime");
        _energy = Array.FindIndex(header, name => name is "energy(kWh/hh)" or "KWH/hh (per half hour)");
        if (_household < 0 || _stamp < 0 || _energy < 0)
        {
            throw new FormatException($"'{string.Join(',', header)}' is no Low Carbon London header.");
        }
    }

    /// <summary>The household's number, written as <c>MAC</c> and six digits.</summary>
    /// <exception cref="FormatException">The cell is no household of the trial.</exception>
    public int Household
    {
        get
        {
            var id = (_csv.GetField(_household) ?? "").Trim();
            return
                id.Length > Prefix.Length
                && id.StartsWith(Prefix, StringComparison.Ordinal)
                && int.TryParse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number <= MaxHousehold
                ? number
                : throw new FormatException($"Row {_csv.Parser.Row}: '{id}' is no household of the trial (MAC and six digits).");
        }
    }

    /// <summary>The UTC half hour of the row. The stamp marks its end, so 00:00 is the last half hour of the day before.</summary>
    public bool TryGetHalfHour(out (LocalDate Day, int Period) halfHour)
    {
        halfHour = default;
        var text = (_csv.GetField(_stamp) ?? "").Trim();
        if (Stamp.Parse(text) is not { Success: true } parsed)
        {
            throw new FormatException($"Row {_csv.Parser.Row}: '{text}' is no time stamp.");
        }
        var start = (parsed.Value - HalfHour).InUtc();
        var ticks = start.TickOfDay;
        if (ticks % HalfHour.BclCompatibleTicks != 0)
        {
            return false;
        }
        halfHour = (start.Date, 1 + (int)(ticks / HalfHour.BclCompatibleTicks));
        return true;
    }

    /// <summary>The energy in kWh with three decimals, or null where the row has none.</summary>
    public decimal? Energy()
    {
        var text = (_csv.GetField(_energy) ?? "").Trim();
        if (text.Length == 0 || text.Equals("Null", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var kwh)
            ? Math.Round(kwh, 3, MidpointRounding.AwayFromZero)
            : throw new FormatException($"Row {_csv.Parser.Row}: '{text}' is no energy.");
    }
}
