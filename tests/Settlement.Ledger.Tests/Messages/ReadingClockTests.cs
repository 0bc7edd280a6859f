using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Tests.Messages;

/// <summary>Where values fall: local and UTC days, clock changes, and the days that are checked.</summary>
public sealed class ReadingClockTests
{
    [Theory]
    [InlineData("2026-03-29", 46)]
    [InlineData("2026-06-16", 48)]
    [InlineData("2026-10-24", 48)]
    [InlineData("2026-10-25", 50)]
    public void A_local_day_has_as_many_periods_as_the_clock_gives_it(string day, int periods)
    {
        var reading = MessageText.Reading().With("day", $"\"{day}\"").With("from", $"{periods}");
        Assert.Equal($"{day}/{periods}=1000", Decoding.Values(Decoding.Readings(reading.ToString())));
        Assert.Equal("period-not-in-day", Decoding.Verdict(reading.With("from", $"{periods + 1}")));
        Assert.Equal("accepted", Decoding.Verdict(reading.With("from", "1").With("kwh", Values(periods))));
        Assert.Equal(
            "period-not-in-day",
            Decoding.Verdict(reading.With("from", "2").With("kwh", $"[{string.Join(',', Enumerable.Repeat("null", periods))}]"))
        );
    }

    [Theory]
    [InlineData("2026-03-29", 1, "2026-03-29/1")]
    [InlineData("2026-03-29", 2, "2026-03-29/2")]
    [InlineData("2026-03-29", 46, "2026-03-29/46")]
    [InlineData("2026-03-29", 47, "2026-03-30/1")]
    [InlineData("2026-03-29", 48, "2026-03-30/2")]
    [InlineData("2026-03-28", 48, "2026-03-28/48")]
    [InlineData("2026-06-16", 1, "2026-06-16/3")]
    [InlineData("2026-06-16", 46, "2026-06-16/48")]
    [InlineData("2026-06-16", 47, "2026-06-17/1")]
    [InlineData("2026-06-16", 48, "2026-06-17/2")]
    [InlineData("2026-10-24", 46, "2026-10-24/48")]
    [InlineData("2026-10-24", 47, "2026-10-25/1")]
    [InlineData("2026-10-24", 48, "2026-10-25/2")]
    [InlineData("2026-10-25", 1, "2026-10-25/3")]
    [InlineData("2026-10-25", 48, "2026-10-25/50")]
    [InlineData("2026-10-26", 1, "2026-10-26/1")]
    public void A_period_of_a_UTC_day_falls_on_its_Settlement_Period(string day, int from, string at)
    {
        var reading = MessageText.Reading().With("day", $"\"{day}\"").With("clock", "\"utc\"").With("from", $"{from}");
        Assert.Equal($"{at}=1000", Decoding.Values(Decoding.Readings(reading.ToString())));
    }

    [Theory]
    [InlineData("2026-03-29")]
    [InlineData("2026-06-16")]
    [InlineData("2026-10-25")]
    public void A_UTC_day_always_has_48_periods(string day)
    {
        var reading = MessageText.Reading().With("day", $"\"{day}\"").With("clock", "\"utc\"");
        Assert.Equal("accepted", Decoding.Verdict(reading.With("kwh", Values(48))));
        Assert.Equal("period-not-in-day", Decoding.Verdict(reading.With("kwh", Values(49))));
    }

    [Fact]
    public void A_UTC_message_of_summer_is_one_message_with_values_on_two_Settlement_Days()
    {
        var batch = Decoding.Readings(
            MessageText.Reading().With("clock", "\"utc\"").With("from", "45").With("kwh", "[1,null,null,4]").ToString()
        );

        Assert.Equal(1, batch.Accepted);
        Assert.Equal("2026-06-16/47=1000 2026-06-17/2=4000", Decoding.Values(batch));
        Assert.Equal(2, batch.Rows.Length);
        Assert.All(batch.Rows.ToArray(), row => Assert.Equal((1, 0), (row.Length, row.Place)));
    }

    [Theory]
    [InlineData("supplier", "\"LATE\"", "supplier-unknown")]
    [InlineData("supplier", "\"PAST\"", "supplier-unknown")]
    [InlineData("gspGroup", "\"_L\"", "gsp-group-unknown")]
    [InlineData("llfc", "\"LATE\"", "loss-class-unknown")]
    public void Reference_data_must_be_in_force_on_each_Settlement_Day_that_gets_a_value(string field, string raw, string verdict)
    {
        var late = !raw.Contains("PAST", StringComparison.Ordinal);
        var reading = MessageText.Reading().With(field, raw).With("clock", "\"utc\"").With("from", "46");
        Assert.Equal(late ? verdict : "accepted", Decoding.Verdict(reading.With("kwh", "[1,null]")));
        Assert.Equal(late ? "accepted" : verdict, Decoding.Verdict(reading.With("kwh", "[null,1]")));
        Assert.Equal(verdict, Decoding.Verdict(reading.With("kwh", "[1,1]")));
        Assert.Equal("accepted", Decoding.Verdict(reading.With("kwh", "[null,null]")));
    }

    [Theory]
    [InlineData("2026-06-16", "2026-06-15T22:59:59Z", "day-in-future")]
    [InlineData("2026-06-16", "2026-06-15T23:00:00Z", "accepted")]
    [InlineData("2026-01-16", "2026-01-15T23:59:59Z", "day-in-future")]
    [InlineData("2026-01-16", "2026-01-16T00:00:00Z", "accepted")]
    [InlineData("2026-06-16", "2028-10-16T22:59:59Z", "accepted")]
    [InlineData("2026-06-16", "2028-10-16T23:00:00Z", "day-too-old")]
    [InlineData("2026-10-31", "2029-02-28T23:59:59Z", "accepted")]
    [InlineData("2026-10-28", "2029-02-28T23:59:59Z", "accepted")]
    [InlineData("2026-10-27", "2029-02-28T23:59:59Z", "day-too-old")]
    [InlineData("0001-01-01", "2026-12-01T12:00:00Z", "day-too-old")]
    [InlineData("9999-12-31", "2026-12-01T12:00:00Z", "day-in-future")]
    public void A_day_counts_from_Londons_today_less_28_months_to_Londons_today(string day, string enqueued, string verdict) =>
        Assert.Equal(
            verdict,
            Decoding.Verdict(
                MessageText.Reading().With("day", $"\"{day}\""),
                DateTimeOffset.Parse(enqueued, System.Globalization.CultureInfo.InvariantCulture)
            )
        );

    [Theory]
    [InlineData("[1,null]", "accepted")]
    [InlineData("[null,1]", "day-in-future")]
    [InlineData("[null,null]", "accepted")]
    public void The_window_is_kept_by_each_Settlement_Day_that_gets_a_value(string kwh, string verdict) =>
        Assert.Equal(
            verdict,
            Decoding.Verdict(
                MessageText.Reading().With("clock", "\"utc\"").With("from", "46").With("kwh", kwh),
                new DateTimeOffset(2026, 6, 16, 22, 59, 59, TimeSpan.Zero)
            )
        );

    [Theory]
    [InlineData("0000-01-01", "local")]
    [InlineData("0001-01-01", "utc")]
    [InlineData("1847-11-30", "utc")]
    [InlineData("1847-12-01", "local")]
    [InlineData("1941-05-04", "utc")]
    [InlineData("1968-10-27", "utc")]
    public void Days_long_past_are_too_old_and_nothing_worse(string day, string clock) =>
        Assert.Contains(
            "day-too-old",
            Decoding.Verdict(MessageText.Reading().With("day", $"\"{day}\"").With("clock", $"\"{clock}\"").With("from", "3")),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("local", 50)]
    [InlineData("utc", 48)]
    [InlineData("utc", 50)]
    public void The_last_day_of_the_calendar_is_in_the_future_and_nothing_worse(string clock, int count) =>
        Assert.Contains(
            "day-in-future",
            Decoding.Verdict(MessageText.Reading().With("day", "\"9999-12-31\"").With("clock", $"\"{clock}\"").With("kwh", Values(count))),
            StringComparison.Ordinal
        );

    [Fact]
    public void Nulls_at_the_ends_are_no_part_of_a_row_and_nulls_within_are()
    {
        var batch = Decoding.Readings(
            MessageText
                .Reading()
                .With("from", "5")
                .With("kwh", "[null,0,null,0.002,null]")
                .With("quality", "[\"A\",\"Z\",\"E1\",\"E6\",\"A\"]")
                .ToString()
        );

        var row = Assert.Single(batch.Rows.ToArray());
        Assert.Equal((6, 3), (row.First, row.Length));
        Assert.Equal([0, ReadingBatch.NoValue, 2], batch.WattHours(row).ToArray());
        Assert.Equal([Domain.Market.Quality.Z, Domain.Market.Quality.E1, Domain.Market.Quality.E6], batch.Qualities(row).ToArray());
    }

    [Fact]
    public void A_message_of_nulls_alone_is_accepted_and_brings_nothing()
    {
        var batch = Decoding.Readings(MessageText.Reading().With("kwh", "[null,null]").ToString());
        Assert.Equal((1, 0, 0), (batch.Accepted, batch.Rows.Length, batch.Rejects.Count));
    }

    private static string Values(int count) => $"[{string.Join(',', Enumerable.Range(1, count))}]";
}
