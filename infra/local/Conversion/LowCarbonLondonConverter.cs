using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Settlement.Local.Conversion;

/// <summary>
/// Turns the smart meter data of the Low Carbon London trial as published into reading messages: one per household and UTC
/// day, clock <c>utc</c>. Readings are real; MPANs (distributor 12), suppliers and loss class are made up from the household's number.
/// </summary>
internal static class LowCarbonLondonConverter
{
    /// <summary>Converts files, plain or <c>.gz</c>, into one file of JSON lines.</summary>
    /// <param name="inputs">The published CSV files.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="shiftWeeks">Moves all dates by whole weeks, which keeps weekdays.</param>
    /// <param name="cancellationToken">Ends the work; what is written by then stays.</param>
    public static ConversionResult Convert(
        IEnumerable<string> inputs,
        string output,
        int shiftWeeks = 0,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var stream = new FileStream(output, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
        var total = new ConversionResult(0, 0, 0, 0, 0, 0);
        foreach (var input in inputs)
        {
            using var reader = Open(input);
            var part = Convert(reader, stream, shiftWeeks, cancellationToken);
            total = new ConversionResult(
                total.Rows + part.Rows,
                total.Values + part.Values,
                total.Missing + part.Missing,
                total.OffGrid + part.OffGrid,
                total.Households + part.Households,
                total.Messages + part.Messages
            );
        }

        return total;
    }

    /// <summary>Converts one published table. Only the household being read is held in memory.</summary>
    /// <param name="input">The CSV text, header included.</param>
    /// <param name="output">Receives JSON lines; it is left open.</param>
    /// <param name="shiftWeeks">Moves all dates by whole weeks.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="FormatException">The table is not in a published layout.</exception>
    public static ConversionResult Convert(
        TextReader input,
        Stream output,
        int shiftWeeks = 0,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        using var csv = new CsvReader(input, new CsvConfiguration(CultureInfo.InvariantCulture), leaveOpen: true);
        using var json = new Utf8JsonWriter(output);
        var row = new LowCarbonLondonRow(csv);
        Household? household = null;
        long rows = 0,
            values = 0,
            missing = 0,
            offGrid = 0,
            households = 0,
            messages = 0;
        while (csv.Read())
        {
            if (rows++ % 65_536 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            var id = row.Household;
            if (household?.Id != id)
            {
                messages += household?.WriteTo(output, json, shiftWeeks) ?? 0;
                household = new Household(id);
                households++;
            }

            var onGrid = row.TryGetHalfHour(out var halfHour);
            var energy = row.Energy();
            missing += energy is null ? 1 : 0;
            offGrid += onGrid ? 0 : 1;
            if (!onGrid || energy is not { } kwh)
            {
                continue;
            }
            household.Add(halfHour.Day, halfHour.Period, kwh);
            values++;
        }

        messages += household?.WriteTo(output, json, shiftWeeks) ?? 0;
        return new ConversionResult(rows, values, missing, offGrid, households, messages);
    }

    private static StreamReader Open(string path)
    {
        Stream stream = File.OpenRead(path);
        return new StreamReader(
            path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream
        );
    }
}
