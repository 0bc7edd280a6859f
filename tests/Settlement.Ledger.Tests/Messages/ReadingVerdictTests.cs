namespace Settlement.Ledger.Tests.Messages;

/// <summary>What each field may hold, one field changed at a time.</summary>
public sealed class ReadingVerdictTests
{
    [Fact]
    public void The_message_that_the_others_are_made_from_is_accepted()
    {
        Assert.Equal("accepted", Decoding.Verdict(MessageText.Reading()));
        Assert.Equal("2026-06-16/1=1000", Decoding.Values(Decoding.Readings(MessageText.Reading().ToString())));
    }

    [Theory]
    [InlineData("mpan")]
    [InlineData("day")]
    [InlineData("kwh")]
    [InlineData("quality")]
    [InlineData("supplier")]
    [InlineData("gspGroup")]
    [InlineData("llfc")]
    [InlineData("segment")]
    [InlineData("connection")]
    public void A_required_field_that_is_absent_is_missing_and_null_is_of_the_wrong_type(string field)
    {
        Assert.Equal("missing-field", Decoding.Verdict(MessageText.Reading().Without(field)));
        Assert.Equal("wrong-type", Decoding.Verdict(MessageText.Reading().With(field, "null")));
        Assert.Equal("wrong-type", Decoding.Verdict(MessageText.Reading().With(field, "{}")));
        Assert.Equal("wrong-type", Decoding.Verdict(MessageText.Reading().With(field, "true")));
    }

    [Theory]
    [InlineData("clock")]
    [InlineData("from")]
    [InlineData("flow")]
    [InlineData("domestic")]
    [InlineData("revision")]
    public void An_optional_field_that_is_null_is_of_the_wrong_type(string field) =>
        Assert.Equal("wrong-type", Decoding.Verdict(MessageText.Reading().With(field, "null")));

    [Theory]
    [InlineData("mpan", "1012345678901", "wrong-type")]
    [InlineData("mpan", "\"\"", "bad-mpan")]
    [InlineData("mpan", "\"101234567890\"", "bad-mpan")]
    [InlineData("mpan", "\"1000000000001\"", "bad-mpan")]
    [InlineData("mpan", "\"10000000000011\"", "bad-mpan")]
    [InlineData("mpan", "\"100000000000x\"", "bad-mpan")]
    [InlineData("mpan", "\"1000000000\\u0661\\u06612\"", "bad-mpan")]
    [InlineData("mpan", "\" 1000000000000\"", "bad-mpan")]
    [InlineData("day", "20260616", "wrong-type")]
    [InlineData("day", "\"2026-02-29\"", "wrong-type")]
    [InlineData("day", "\"2026-6-16\"", "wrong-type")]
    [InlineData("day", "\"2026-06-16T00:00:00Z\"", "wrong-type")]
    [InlineData("day", "\"2026-06-16 \"", "wrong-type")]
    [InlineData("day", "\"+2026-06-1\"", "wrong-type")]
    [InlineData("day", "\"\"", "wrong-type")]
    [InlineData("day", "\"16.06.2026\"", "wrong-type")]
    [InlineData("clock", "\"local\"", "accepted")]
    [InlineData("clock", "\"utc\"", "accepted")]
    [InlineData("clock", "\"UTC\"", "unknown-value")]
    [InlineData("clock", "1", "wrong-type")]
    [InlineData("from", "48", "accepted")]
    [InlineData("from", "49", "period-not-in-day")]
    [InlineData("from", "0", "period-not-in-day")]
    [InlineData("from", "-0", "period-not-in-day")]
    [InlineData("from", "-1", "period-not-in-day")]
    [InlineData("from", "99999999999999999999999", "period-not-in-day")]
    [InlineData("from", "-99999999999999999999999", "period-not-in-day")]
    [InlineData("from", "1.0", "wrong-type")]
    [InlineData("from", "1e0", "wrong-type")]
    [InlineData("from", "\"1\"", "wrong-type")]
    [InlineData("kwh", "1", "wrong-type")]
    [InlineData("kwh", "\"1\"", "wrong-type")]
    [InlineData("kwh", "[\"1\"]", "wrong-type")]
    [InlineData("kwh", "[true]", "wrong-type")]
    [InlineData("kwh", "[[1]]", "wrong-type")]
    [InlineData("kwh", "[{\"a\":1}]", "wrong-type")]
    [InlineData("kwh", "[]", "wrong-length")]
    [InlineData("kwh", "[null]", "accepted")]
    [InlineData("kwh", "[0]", "accepted")]
    [InlineData("kwh", "[-0]", "accepted")]
    [InlineData("kwh", "[-0.0e7]", "accepted")]
    [InlineData("kwh", "[0.1230]", "accepted")]
    [InlineData("kwh", "[1e-3]", "accepted")]
    [InlineData("kwh", "[1e-4]", "too-many-decimals")]
    [InlineData("kwh", "[0.0001]", "too-many-decimals")]
    [InlineData("kwh", "[1e-400]", "too-many-decimals")]
    [InlineData("kwh", "[1e400]", "too-large")]
    [InlineData("kwh", "[1234567890123456789012345]", "too-large")]
    [InlineData("kwh", "[1.234567890123456789012345]", "too-many-decimals")]
    [InlineData("kwh", "[10000000]", "accepted")]
    [InlineData("kwh", "[10000000.001]", "too-large")]
    [InlineData("kwh", "[-0.001]", "negative")]
    [InlineData("kwh", "[-1e400]", "negative")]
    [InlineData("kwh", "[-1e-400]", "negative too-many-decimals")]
    [InlineData("quality", "[\"A\"]", "accepted")]
    [InlineData("quality", "\"Z\"", "not-zero")]
    [InlineData("quality", "[\"Z\"]", "not-zero")]
    [InlineData("quality", "\"E6\"", "accepted")]
    [InlineData("quality", "\"E7\"", "unknown-value")]
    [InlineData("quality", "\"a\"", "unknown-value")]
    [InlineData("quality", "\"\"", "unknown-value")]
    [InlineData("quality", "[]", "wrong-length")]
    [InlineData("quality", "[\"A\",\"A\"]", "wrong-length")]
    [InlineData("quality", "[\"A\",\"X\"]", "unknown-value")]
    [InlineData("quality", "[null]", "wrong-type")]
    [InlineData("quality", "[\"A\",1]", "wrong-type")]
    [InlineData("quality", "1", "wrong-type")]
    [InlineData("flow", "\"import\"", "accepted")]
    [InlineData("flow", "\"export\"", "accepted")]
    [InlineData("flow", "\"Export\"", "unknown-value")]
    [InlineData("supplier", "\"NONE\"", "supplier-unknown")]
    [InlineData("supplier", "\"alfa\"", "supplier-unknown")]
    [InlineData("supplier", "\"\"", "supplier-unknown")]
    [InlineData("supplier", "1", "wrong-type")]
    [InlineData("gspGroup", "\"_Z\"", "gsp-group-unknown")]
    [InlineData("gspGroup", "\"A\"", "gsp-group-unknown")]
    [InlineData("llfc", "\"X01\"", "loss-class-unknown")]
    [InlineData("llfc", "\"w01\"", "loss-class-unknown")]
    [InlineData("llfc", "\"\"", "loss-class-unknown")]
    [InlineData("llfc", "1", "wrong-type")]
    [InlineData("segment", "\"unmetered\"", "component-unknown")]
    [InlineData("segment", "\"Smart\"", "unknown-value")]
    [InlineData("connection", "\"X\"", "unknown-value")]
    [InlineData("connection", "\"WL\"", "unknown-value")]
    [InlineData("domestic", "true", "accepted")]
    [InlineData("domestic", "\"true\"", "wrong-type")]
    [InlineData("domestic", "0", "wrong-type")]
    [InlineData("revision", "0", "accepted")]
    [InlineData("revision", "-0", "accepted")]
    [InlineData("revision", "9223372036854775807", "accepted")]
    [InlineData("revision", "9223372036854775808", "too-large")]
    [InlineData("revision", "99999999999999999999999", "too-large")]
    [InlineData("revision", "-1", "negative")]
    [InlineData("revision", "-99999999999999999999999", "negative")]
    [InlineData("revision", "1.0", "wrong-type")]
    [InlineData("revision", "1e0", "wrong-type")]
    [InlineData("revision", "1E2", "wrong-type")]
    [InlineData("revision", "\"1\"", "wrong-type")]
    public void A_value_of_a_field_has_exactly_this_verdict(string field, string raw, string verdict) =>
        Assert.Equal(verdict, Decoding.Verdict(MessageText.Reading().With(field, raw)));

    [Theory]
    [InlineData("[0,null,-0,0.000,0e9]", "\"Z\"", "accepted")]
    [InlineData("[0,0.001]", "\"Z\"", "not-zero")]
    [InlineData("[1,0,2]", "[\"A\",\"Z\",\"E1\"]", "accepted")]
    [InlineData("[1,null,2]", "[\"A\",\"Z\",\"E1\"]", "accepted")]
    [InlineData("[1,2,2]", "[\"A\",\"Z\",\"E1\"]", "not-zero")]
    [InlineData("[-1]", "\"Z\"", "negative not-zero")]
    [InlineData("[0.0001]", "\"Z\"", "not-zero too-many-decimals")]
    [InlineData("[1e9]", "\"Z\"", "not-zero too-large")]
    [InlineData("[1,2]", "[\"Z\"]", "not-zero wrong-length")]
    [InlineData("[1,2]", "[\"A\"]", "wrong-length")]
    public void A_known_zero_is_zero(string kwh, string quality, string verdict) =>
        Assert.Equal(verdict, Decoding.Verdict(MessageText.Reading().With("kwh", kwh).With("quality", quality)));

    [Fact]
    public void The_distributor_is_named_by_the_first_two_digits_of_the_meter()
    {
        Assert.Equal("accepted", Decoding.Verdict(MessageText.Reading().With("mpan", $"\"{Meters.Mpan(7, 12)}\"")));
        Assert.Equal(
            "loss-class-unknown",
            Decoding.Verdict(MessageText.Reading().With("mpan", $"\"{Meters.Mpan(7, 12)}\"").With("llfc", "\"H01\""))
        );
        Assert.Equal("loss-class-unknown", Decoding.Verdict(MessageText.Reading().With("mpan", $"\"{Meters.Mpan(7, 11)}\"")));
    }

    [Theory]
    [InlineData(14, "[1]", "accepted")]
    [InlineData(14, "[1,null]", "accepted")]
    [InlineData(14, "[1,1]", "loss-class-unknown")]
    [InlineData(15, "[null,null]", "accepted")]
    public void A_loss_factor_is_needed_in_every_period_that_carries_a_value_and_in_no_other(int from, string kwh, string verdict) =>
        Assert.Equal(verdict, Decoding.Verdict(MessageText.Reading().With("llfc", "\"N01\"").With("from", $"{from}").With("kwh", kwh)));

    [Theory]
    [InlineData("import", "unmetered", "\"A\"", "component-unknown")]
    [InlineData("import", "unmetered", "\"E1\"", "accepted")]
    [InlineData("import", "unmetered", "[\"E1\",\"A\"]", "component-unknown")]
    [InlineData("export", "advanced", "\"A\"", "component-unknown")]
    [InlineData("export", "smart", "\"A\"", "accepted")]
    public void A_value_needs_a_consumption_and_a_losses_component(string flow, string segment, string quality, string verdict) =>
        Assert.Equal(
            verdict,
            Decoding.Verdict(
                MessageText
                    .Reading()
                    .With("kwh", "[1,1]")
                    .With("flow", $"\"{flow}\"")
                    .With("segment", $"\"{segment}\"")
                    .With("quality", quality)
            )
        );

    [Fact]
    public void A_null_needs_no_component_whatever_its_quality() =>
        Assert.Equal(
            "accepted",
            Decoding.Verdict(
                MessageText.Reading().With("kwh", "[1,null]").With("segment", "\"unmetered\"").With("quality", "[\"E1\",\"A\"]")
            )
        );
}
