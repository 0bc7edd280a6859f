using NodaTime;
using Settlement.Domain.Calendar;

namespace Settlement.Simulation.Tests;

public sealed class SimulatorTests
{
    [Fact]
    public void Equal_options_give_equal_bytes_and_another_seed_does_not()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        using var other = new TemporaryFolder();
        foreach (var (folder, seed) in new[] { (one, 5UL), (two, 5UL), (other, 6UL) })
        {
            MarketSimulator.Write(
                new SimulationOptions
                {
                    Out = folder.Path,
                    Meters = 80,
                    Days = 2,
                    Seed = seed,
                }
            );
        }

        var files = Directory
            .GetFiles(one.Path, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(one.Path, f))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(15, files.Length);
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(one[f]), File.ReadAllBytes(two[f])));
        Assert.NotEqual(File.ReadAllBytes(one["readings-1-initial.jsonl"]), File.ReadAllBytes(other["readings-1-initial.jsonl"]));
    }

    [Fact]
    public void The_first_bytes_never_change()
    {
        // A change here breaks every recorded expectation about a seed.
        using var folder = new TemporaryFolder();
        MarketSimulator.Write(
            new SimulationOptions
            {
                Out = folder.Path,
                Meters = 1,
                Days = 1,
                Seed = 1,
            }
        );

        var line = File.ReadLines(folder["readings-1-initial.jsonl"]).First();

        Assert.StartsWith("{\"mpan\":\"1010000000000\",\"day\":\"2026-10-24\",\"kwh\":[", line, StringComparison.Ordinal);
        Assert.Equal("0.104,0.071,0.049,0.039,0.036,0.034,0.08", line.Substring(line.IndexOf('[') + 1, 40));
    }

    [Theory]
    [InlineData(2026, 10, 24, "2026-10-25", 50)]
    [InlineData(2026, 3, 28, "2026-03-29", 46)]
    public void The_day_of_a_clock_change_has_as_many_values_as_half_hours(int year, int month, int day, string change, int values)
    {
        using var market = new WrittenMarket(
            new SimulationOptions
            {
                Out = "",
                Meters = 300,
                Days = 3,
                From = new SettlementDay(new LocalDate(year, month, day)),
            }
        );

        var whole = market
            .Accepted("readings-1-initial.jsonl")
            .Where(m => m.Body.GetProperty("day").GetString() == change && !m.Body.TryGetProperty("clock", out _))
            .Select(m => m.Body.GetProperty("kwh").GetArrayLength())
            .ToArray();
        Assert.Equal(values, whole.Max());
        Assert.True(whole.Count(n => n == values) > 200);
        // A meter that reports by UTC still fills every period of every day.
        var utc = market
            .Accepted("readings-1-initial.jsonl")
            .First(m => m.Body.TryGetProperty("clock", out var clock) && clock.GetString() == "utc")
            .Body;
        var days = market.Winners().Keys.Where(k => k.Mpan == utc.GetProperty("mpan").GetString()).GroupBy(k => k.Period.Day).ToArray();
        Assert.Equal(3, days.Length);
        Assert.All(days, d => Assert.Equal(d.Key.Periods, d.Count()));
        Assert.All(days, d => Assert.InRange(d.Key.Number - market.Options.From.Number, 0, 2));
    }

    [Fact]
    public void In_summer_a_utc_meter_needs_two_messages_for_a_day()
    {
        using var market = new WrittenMarket(
            new SimulationOptions
            {
                Out = "",
                Meters = 200,
                Days = 1,
                From = SettlementDay.Parse("2026-06-16"),
            }
        );

        var messages = market
            .Accepted("readings-1-initial.jsonl")
            .Where(m => m.Body.TryGetProperty("clock", out var clock) && clock.GetString() == "utc")
            .GroupBy(m => m.Body.GetProperty("mpan").GetString());

        Assert.Contains(
            messages,
            g =>
                g.Select(m => m.Body.GetProperty("day").GetString())
                    .Distinct()
                    .Order(StringComparer.Ordinal)
                    .SequenceEqual(["2026-06-15", "2026-06-16"])
        );
    }

    [Fact]
    public void A_market_of_one_meter_is_a_market()
    {
        using var market = new WrittenMarket(
            new SimulationOptions
            {
                Out = "",
                Meters = 1,
                Days = 1,
            }
        );

        Assert.Equal(50 - 2, market.Winners().Count);
        Assert.Single(market.Reference.Groups);
    }

    [Fact]
    public void Above_a_hundred_thousand_meters_no_list_of_meters_is_written_nor_left()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        Directory.CreateDirectory(folder["reference"]);
        File.WriteAllText(folder["reference/meters.csv"], "stale");

        // The list comes before the readings, which are not wanted here.
        var progress = new Callback(p =>
        {
            if (p.What == "readings")
            {
                stop.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() =>
            MarketSimulator.Write(new SimulationOptions { Out = folder.Path, Meters = 100_001 }, progress, stop.Token)
        );

        Assert.False(File.Exists(folder["reference/meters.csv"]));
        Assert.True(File.Exists(folder["reference/registrations.csv"]));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void Nonsense_is_refused(int meters, int days, int perEvent)
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            MarketSimulator.Write(
                new SimulationOptions
                {
                    Out = folder.Path,
                    Meters = meters,
                    Days = days,
                    MessagesPerEvent = perEvent,
                }
            )
        );
    }

    private sealed class Callback(Action<(long Done, long Total, string What)> action) : IProgress<(long Done, long Total, string What)>
    {
        public void Report((long Done, long Total, string What) value) => action(value);
    }
}
