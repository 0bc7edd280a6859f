using System.Text.Json;
using Settlement.Simulation.National;

namespace Settlement.Bench.Tests;

/// <summary>Messages are checked and added up by rules that share no code with the generator.</summary>
public sealed class NationalFillTests
{
    private const int Meters = 6_000;

    [Fact]
    public async Task Every_message_keeps_the_contract_and_the_winners_add_up_to_the_totals()
    {
        using var hub = await FilledHub.FillAsync(Meters);
        var reference = new ReferenceBook(hub.Market);
        var rules = new ContractRules(reference, new Domain.Calendar.SettlementDay(hub.Options.Day.Date.PlusDays(8)));
        var winners = new Dictionary<(string Mpan, int Period), Value>();
        var messages = 0;
        foreach (var body in hub.Bodies.SelectMany(partition => partition))
        {
            foreach (var (message, codes) in rules.Objects(body))
            {
                var values = rules.Reading(message!.Value, codes);
                Assert.Empty(codes);
                messages++;
                foreach (var value in values)
                {
                    if (!winners.TryGetValue((value.Mpan, value.Period.Period), out var other) || value.Revision >= other.Revision)
                    {
                        winners[(value.Mpan, value.Period.Period)] = value;
                    }
                }
            }
        }

        Assert.Equal(hub.Day.Messages, messages);
        Assert.Equal(Meters * hub.Options.Day.Periods, winners.Count);
        for (var group = 0; group < hub.Day.Cast.Groups.Length; group++)
        {
            var id = hub.Day.Cast.Groups[group].Id;
            for (var period = 1; period <= hub.Options.Day.Periods; period++)
            {
                var expected = winners
                    .Values.Where(v => v.Group == id && v.Period.Period == period)
                    .Sum(v =>
                        (v.Flow == "export" ? -1 : 1)
                        * v.Kwh
                        * 1_000_000m
                        * reference.Factor(v.Mpan[..2], v.Llfc, hub.Options.Day, period)!.Value
                    );
                Assert.Equal(expected, hub.Day.Totals.GetGroupTotal(group, 0, period));
            }
        }
    }

    [Fact]
    public async Task The_day_has_corrections_duplicates_estimates_exports_and_many_suppliers()
    {
        using var hub = await FilledHub.FillAsync(Meters);
        var messages = hub
            .Bodies.SelectMany(partition => partition)
            .SelectMany(body => JsonDocument.Parse(body).RootElement.EnumerateArray())
            .ToList();
        var byMeter = messages.GroupBy(message => message.GetProperty("mpan").GetString()).ToList();

        Assert.InRange(messages.Count(message => message.TryGetProperty("revision", out _)), Meters * 0.013, Meters * 0.027);
        Assert.Contains(byMeter, meter => meter.Count() == 2 && !meter.Any(message => message.TryGetProperty("revision", out _)));
        Assert.Contains(byMeter, meter => meter.Select(message => message.GetProperty("supplier").GetString()).Distinct().Count() == 2);
        Assert.Contains(messages, message => message.TryGetProperty("flow", out var flow) && flow.GetString() == "export");
        Assert.Contains(messages, message => message.GetProperty("quality").ValueKind == JsonValueKind.Array);
        Assert.Contains(
            messages,
            message => message.GetProperty("quality") is { ValueKind: JsonValueKind.String } quality && quality.GetString()![0] == 'E'
        );
        Assert.Equal(14, messages.Select(message => message.GetProperty("gspGroup").GetString()).Distinct().Count());
        Assert.InRange(messages.Select(message => message.GetProperty("supplier").GetString()).Distinct().Count(), 40, 60);
        Assert.True(
            messages
                .Select(message => message.GetProperty("mpan").GetString()![..2] + message.GetProperty("llfc").GetString())
                .Distinct()
                .Count() > 60
        );
    }

    [Fact]
    public async Task Equal_options_give_equal_events_in_every_partition_and_another_seed_gives_others()
    {
        using var one = await FilledHub.FillAsync(2_000);
        using var again = await FilledHub.FillAsync(2_000);
        using var other = await FilledHub.FillAsync(2_000, 2);

        Assert.Equal(one.Bodies, again.Bodies);
        Assert.NotEqual(one.Bodies[0][0], other.Bodies[0][0]);
    }

    [Fact]
    public async Task Events_are_arrays_that_fill_what_an_event_may_hold()
    {
        using var hub = await FilledHub.FillAsync(40_000);
        var lengths = hub.Bodies.SelectMany(partition => partition).Select(body => body.Length).ToList();

        Assert.All(lengths, length => Assert.InRange(length, 1, 1 << 20));
        Assert.Contains(lengths, length => length > 1_047_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    [InlineData(65_537)]
    public void The_order_visits_every_meter_once(int meters)
    {
        var order = new MeterOrder(meters);

        Assert.Equal(Enumerable.Range(0, meters), Enumerable.Range(0, meters).Select(place => order[place]).Order());
    }
}
