using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;

namespace Settlement.Simulation;

/// <summary>Writes <c>simulation.json</c>: what was made up, and what must come of it.</summary>
internal static class SimulationReport
{
    public static void Write(
        SimulationOptions options,
        SimulationResult result,
        Cast cast,
        SettlementDay[] days,
        MarketTotals totals,
        Registrations registrations
    )
    {
        using var stream = File.Create(Path.Combine(options.Out, "simulation.json"));
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString(
            "note",
            "A made-up market. Send the files in the order given: the initial ones from 'clock' on, the late ones from 'lateClock' on; the counts hold for such sendings."
        );
        json.WriteString("clock", result.Clock.ToString());
        json.WriteString("lateClock", result.LateClock.ToString());
        json.WriteString("from", options.From.ToString());
        json.WriteNumber("days", options.Days);
        json.WriteNumber("meters", options.Meters);
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("messagesPerEvent", options.MessagesPerEvent);
        WriteRates(json);
        json.WriteStartArray("files");
        foreach (var file in result.Files)
        {
            WriteFile(json, file);
        }
        json.WriteEndArray();
        json.WriteStartArray("settlementDays");
        for (var day = 0; day < days.Length; day++)
        {
            WriteDay(json, days[day], day, cast, totals, registrations);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRates(Utf8JsonWriter json)
    {
        json.WriteStartObject("rates");
        json.WriteStartObject("ofMeters");
        json.WriteNumber("independentDistributor", Rates.IndependentDistributor);
        json.WriteNumber("utcClock", Rates.UtcClock);
        json.WriteNumber("vacant", Rates.Vacant);
        json.WriteNumber("silent", Rates.Silent);
        json.WriteEndObject();
        json.WriteStartObject("ofMeterDays");
        json.WriteNumber("wholeDayEstimated", Rates.WholeDayEstimated);
        json.WriteNumber("someEstimated", Rates.SomeEstimated);
        json.WriteNumber("someKnownZero", Rates.SomeKnownZero);
        json.WriteNumber("broken", Rates.Broken);
        foreach (var (fate, rate) in Rates.Fates)
        {
            json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(fate.ToString()), rate);
        }
        json.WriteEndObject();
        json.WriteStartObject("ofMarketFigures");
        json.WriteNumber("takeCorrected", Rates.TakeCorrected);
        json.WriteNumber("volumeCorrected", Rates.VolumeCorrected);
        json.WriteNumber("contractCancelled", Rates.ContractCancelled);
        json.WriteNumber("balancing", Rates.Balancing);
        json.WriteNumber("spreadPrice", Rates.SpreadPrice);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, FileCounts file)
    {
        json.WriteStartObject();
        json.WriteString("name", file.Name);
        json.WriteNumber("events", file.Events);
        json.WriteNumber("objects", file.Objects);
        json.WriteNumber("accepted", file.Accepted);
        json.WriteNumber("rejected", file.Rejected);
        WriteCounts(json, "rejectedByReason", file.RejectedByReason);
        WriteCounts(json, "kinds", file.Kinds);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
        {
            json.WriteNumber(key, count);
        }
        json.WriteEndObject();
    }

    private static void WriteDay(
        Utf8JsonWriter json,
        SettlementDay day,
        int index,
        Cast cast,
        MarketTotals totals,
        Registrations registrations
    )
    {
        json.WriteStartObject();
        json.WriteString("day", day.ToString());
        json.WriteNumber("periods", day.Periods);
        json.WriteNumber("winners", totals.Winners(index));
        json.WriteStartArray("gspGroups");
        for (var group = 0; group < cast.Groups.Length; group++)
        {
            var sum = 0L;
            for (var period = 1; period <= day.Periods; period++)
            {
                sum += totals.GetGroupTotal(group, index, period);
            }
            json.WriteStartObject();
            json.WriteString("gspGroup", cast.Groups[group].Id);
            json.WriteNumber("uncorrected", sum / 1_000_000_000m);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteCompleteness(json, index, cast, totals, registrations);
        json.WriteEndObject();
    }

    private static void WriteCompleteness(Utf8JsonWriter json, int day, Cast cast, MarketTotals totals, Registrations registrations)
    {
        json.WriteStartArray("completeness");
        foreach (var supplier in Enumerable.Range(0, cast.Suppliers.Length).OrderBy(s => cast.Suppliers[s].Id, StringComparer.Ordinal))
        {
            for (var group = 0; group < cast.Groups.Length; group++)
            {
                foreach (var segment in Enum.GetValues<MarketSegment>().OrderBy(s => s.Text(), StringComparer.Ordinal))
                {
                    var (expected, received) = registrations.Of(supplier, group, segment);
                    if (expected == 0)
                    {
                        continue;
                    }
                    var (actual, estimated) = totals.Metered(day, supplier, group, segment);
                    json.WriteStartObject();
                    json.WriteString("supplier", cast.Suppliers[supplier].Id);
                    json.WriteString("gspGroup", cast.Groups[group].Id);
                    json.WriteString("segment", segment.Text());
                    json.WriteNumber("expectedMeters", expected);
                    json.WriteNumber("receivedMeters", received);
                    json.WriteNumber("actualMwh", actual / 1_000_000m);
                    json.WriteNumber("estimatedMwh", estimated / 1_000_000m);
                    json.WriteEndObject();
                }
            }
        }

        json.WriteEndArray();
    }
}
