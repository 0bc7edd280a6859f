namespace Settlement.Ledger.Tests.Messages;

/// <summary>Several failures at once, and the checks that an unreadable field takes with it.</summary>
public sealed class ReadingCombinationTests
{
    [Fact]
    public void All_failures_are_reported_at_once_each_code_once()
    {
        var everything = MessageText
            .Reading()
            .With("mpan", "\"1000000000001\"")
            .With("day", "\"2023-01-01\"")
            .With("from", "-3")
            .With("kwh", "[-1,null,-2,10000001,0.0001,1]")
            .With("quality", "[\"A\"]")
            .With("supplier", "\"NONE\"")
            .With("gspGroup", "\"NONE\"")
            .With("llfc", "\"NONE\"")
            .With("flow", "\"back\"")
            .With("domestic", "1")
            .Without("segment");

        Assert.Equal(
            "bad-mpan day-too-old gsp-group-unknown loss-class-unknown missing-field negative period-not-in-day supplier-unknown too-large too-many-decimals unknown-value wrong-length wrong-type",
            Decoding.Verdict(everything)
        );
    }

    [Fact]
    public void An_empty_object_lacks_its_fields_and_nothing_else_can_be_said() =>
        Assert.Equal("missing-field", Decoding.Verdict(new MessageText()));

    [Theory]
    [InlineData("[\"A\",\"X\"]", "unknown-value")]
    [InlineData("[\"X\",\"X\"]", "unknown-value")]
    [InlineData("\"X\"", "unknown-value")]
    [InlineData("[\"A\",\"A\"]", "wrong-length")]
    public void A_quality_outside_the_list_is_unreadable_so_that_its_length_and_component_are_not_checked(string quality, string verdict) =>
        Assert.Equal(verdict, Decoding.Verdict(MessageText.Reading().With("quality", quality)));

    [Theory]
    [InlineData("[1,\"X\"]")]
    [InlineData("[\"X\",1]")]
    [InlineData("[\"X\",null,\"X\"]")]
    public void A_quality_list_that_holds_no_text_is_of_the_wrong_type_wherever_that_stands(string quality) =>
        Assert.Equal("wrong-type", Decoding.Verdict(MessageText.Reading().With("quality", quality)));

    [Theory]
    [InlineData("[-1,\"1\"]")]
    [InlineData("[\"1\",-1]")]
    [InlineData("[1e400,{}]")]
    public void Of_values_that_are_not_all_numbers_nothing_else_is_checked(string kwh) =>
        Assert.Equal(
            "wrong-type",
            Decoding.Verdict(MessageText.Reading().With("kwh", kwh).With("quality", "[\"A\"]").With("supplier", "\"NONE\""))
        );

    [Fact]
    public void The_wrong_length_of_a_quality_list_needs_readable_values() =>
        Assert.Equal("missing-field", Decoding.Verdict(MessageText.Reading().Without("kwh").With("quality", "[\"A\",\"A\"]")));

    [Theory]
    [InlineData("segment", "\"x\"", "unknown-value")]
    [InlineData("connection", "\"x\"", "unknown-value")]
    [InlineData("flow", "\"x\"", "unknown-value")]
    [InlineData("domestic", "null", "wrong-type")]
    [InlineData("quality", "\"x\"", "unknown-value")]
    public void Without_a_readable_category_no_component_is_looked_for(string field, string raw, string verdict)
    {
        var unmatched = MessageText.Reading().With("segment", "\"unmetered\"");
        Assert.Equal("component-unknown", Decoding.Verdict(unmatched));
        Assert.Equal(verdict, Decoding.Verdict(unmatched.With(field, raw)));
    }

    [Theory]
    [InlineData("day", "\"2026-02-30\"", "wrong-type")]
    [InlineData("clock", "\"x\"", "unknown-value")]
    [InlineData("from", "1.5", "wrong-type")]
    public void Where_values_cannot_be_placed_on_days_no_check_by_day_is_made(string field, string raw, string verdict)
    {
        var unknown = MessageText
            .Reading()
            .With("supplier", "\"NONE\"")
            .With("gspGroup", "\"NONE\"")
            .With("llfc", "\"NONE\"")
            .With("kwh", "[1,1]");
        Assert.Equal("gsp-group-unknown loss-class-unknown supplier-unknown", Decoding.Verdict(unknown));
        Assert.Equal(verdict, Decoding.Verdict(unknown.With(field, raw)));
    }

    [Fact]
    public void A_period_below_1_is_refused_even_without_a_day() =>
        Assert.Equal("missing-field period-not-in-day", Decoding.Verdict(MessageText.Reading().Without("day").With("from", "0")));

    [Fact]
    public void A_refused_value_does_not_stop_the_checks_of_the_others()
    {
        Assert.Equal("negative supplier-unknown", Decoding.Verdict(MessageText.Reading().With("kwh", "[-1]").With("supplier", "\"NONE\"")));
        Assert.Equal(
            "bad-mpan loss-class-unknown",
            Decoding.Verdict(MessageText.Reading().With("mpan", "\"10\"").With("llfc", "\"NONE\""))
        );
        Assert.Equal(
            "period-not-in-day supplier-unknown",
            Decoding.Verdict(MessageText.Reading().With("from", "48").With("kwh", "[1,1]").With("supplier", "\"NONE\""))
        );
    }

    [Fact]
    public void A_meter_that_names_no_distributor_leaves_the_loss_class_unchecked() =>
        Assert.Equal("bad-mpan", Decoding.Verdict(MessageText.Reading().With("mpan", "\"x\"").With("llfc", "\"NONE\"")));

    [Fact]
    public void Fifty_one_values_are_too_many_for_the_message_and_for_any_day()
    {
        var fiftyOne = $"[{string.Join(',', Enumerable.Repeat("1", 51))}]";
        Assert.Equal("period-not-in-day wrong-length", Decoding.Verdict(MessageText.Reading().With("kwh", fiftyOne)));
        Assert.Equal("missing-field wrong-length", Decoding.Verdict(MessageText.Reading().With("kwh", fiftyOne).Without("day")));
    }

    [Fact]
    public void A_quality_list_is_compared_with_the_values_even_if_those_are_too_many()
    {
        var qualities = $"[{string.Join(',', Enumerable.Repeat("\"A\"", 51))}]";
        Assert.Equal("wrong-length", Decoding.Verdict(MessageText.Reading().With("quality", qualities)));
    }
}
