using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Settlement.Hosting.Files;

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
    /// <param name="warn">Is called with what may be wrong with a file.</param>
    /// <param name="cancellationToken">Ends the work; the output stays as it was.</param>
    /// <exception cref="FormatException">A table is not in a published layout.</exception>
    /// <exception cref="InvalidDataException">A compressed file is damaged, or ends early.</exception>
    public static ConversionResult Convert(
        IEnumerable<string> inputs,
        string output,
        int shiftWeeks = 0,
        Action<string>? warn = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(inputs);
        string[] files = [.. inputs];
        using var written = OutputFile.Create(output, files);
        var total = new ConversionResult(0, 0, 0, 0, 0, 0);
        var homes = new HashSet<int>();
        foreach (var input in files)
        {
            using var file = InputFile.Open(input);
            using var reader = new StreamReader(file);
            var part = ConvertFile(input, reader, written.Content, homes, shiftWeeks, cancellationToken);
            if (file.EndsInNumber)
            {
                warn?.Invoke(file.EndsInNumberWarning);
            }
            total = new ConversionResult(
                total.Rows + part.Rows,
                total.Values + part.Values,
                total.Missing + part.Missing,
                total.OffGrid + part.OffGrid,
                homes.Count,
                total.Messages + part.Messages,
                total.Repeated + part.Repeated
            );
        }

        written.Complete();
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
        return ConvertTable(input, output, [], shiftWeeks, cancellationToken);
    }

    private static ConversionResult ConvertFile(
        string path,
        TextReader input,
        Stream output,
        HashSet<int> homes,
        int shiftWeeks,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return ConvertTable(input, output, homes, shiftWeeks, cancellationToken);
        }
        catch (FormatException e)
        {
            throw new FormatException($"'{path}': {e.Message} Nothing was written.", e);
        }
    }

    private static ConversionResult ConvertTable(
        TextReader input,
        Stream output,
        HashSet<int> homes,
        int shiftWeeks,
        CancellationToken cancellationToken
    )
    {
        using var csv = new CsvReader(input, new CsvConfiguration(CultureInfo.InvariantCulture), leaveOpen: true);
        using var json = new Utf8JsonWriter(output);
        try
        {
            return ConvertRows(csv, output, json, homes, shiftWeeks, cancellationToken);
        }
        catch (CsvHelperException e)
        {
            throw new FormatException($"Row {csv.Parser.Row} is not like the header: {e.Message.Split('\n')[0].Trim()}", e);
        }
    }

    private static ConversionResult ConvertRows(
        CsvReader csv,
        Stream output,
        Utf8JsonWriter json,
        HashSet<int> homes,
        int shiftWeeks,
        CancellationToken cancellationToken
    )
    {
        var row = new LowCarbonLondonRow(csv);
        Household? household = null;
        long rows = 0,
            values = 0,
            missing = 0,
            offGrid = 0,
            repeated = 0,
            messages = 0;
        while (csv.Read())
        {
            if (rows++ % 65_536 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            var number = row.Household;
            if (household?.Number != number)
            {
                messages += household?.WriteTo(output, json, shiftWeeks) ?? 0;
                household = new Household(number);
                homes.Add(number);
            }

            var onGrid = row.TryGetHalfHour(out var halfHour);
            var energy = row.Energy();
            missing += energy is null ? 1 : 0;
            offGrid += onGrid ? 0 : 1;
            if (!onGrid || energy is not { } kwh)
            {
                continue;
            }
            var isNew = household.Add(halfHour.Day, halfHour.Period, kwh);
            values += isNew ? 1 : 0;
            repeated += isNew ? 0 : 1;
        }

        messages += household?.WriteTo(output, json, shiftWeeks) ?? 0;
        return new ConversionResult(rows, values, missing, offGrid, homes.Count, messages, repeated);
    }
}
