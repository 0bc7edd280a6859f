using System.Text;
using Settlement.Ledger.Batches;

namespace Settlement.Ledger.Tests.Messages;

/// <summary>Bodies as bytes: what is JSON, what is an object, and what the other objects of an array have to do with it.</summary>
public sealed class BodyTests
{
    private static readonly string Good = MessageText.Reading().ToString();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("{'mpan':1}")]
    [InlineData("[1,]")]
    [InlineData("{} {}")]
    [InlineData("[] x")]
    [InlineData("[]\0")]
    [InlineData("NaN")]
    [InlineData("[01]")]
    [InlineData("[+1]")]
    [InlineData("[.5]")]
    [InlineData("[1.]")]
    [InlineData("{\"a\":1 /* no */}")]
    [InlineData("\"\\x\"")]
    [InlineData("\uFEFF\uFEFF{}")]
    public void What_is_not_JSON_is_rejected_with_its_whole_body(string body)
    {
        var reject = Assert.Single(Decoding.Readings(body).Rejects);
        Assert.Equal((RejectReasons.NotJson, 0), (reject.Reasons, reject.Place));
        Assert.Equal(Encoding.UTF8.GetBytes(body), reject.Body.ToArray());
        Assert.Equal("not-json", Decoding.Verdict(Decoding.Market(body)));
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("5", "5")]
    [InlineData(" \"x\" ", "\"x\"")]
    [InlineData("true", "true")]
    [InlineData("[5]", "5")]
    [InlineData("[ [ {} ] ]", "[ {} ]")]
    [InlineData("[ -1.5e3 ]", "-1.5e3")]
    public void What_is_no_object_is_of_the_wrong_type_and_kept_as_it_stands(string body, string kept)
    {
        var reject = Assert.Single(Decoding.Readings(body).Rejects);
        Assert.Equal((RejectReasons.WrongType, kept), (reject.Reasons, Encoding.UTF8.GetString(reject.Body.Span)));
        Assert.Equal("wrong-type", Decoding.Verdict(Decoding.Market(body)));
    }

    [Fact]
    public void An_empty_array_is_no_object_at_all()
    {
        var batch = Decoding.Readings("[]");
        Assert.Equal((0, 0), (batch.Accepted, batch.Rejects.Count));
    }

    [Fact]
    public void Objects_of_an_array_are_judged_one_by_one()
    {
        var bad = MessageText.Reading().With("supplier", "\"NONE\"").ToString();
        var batch = Decoding.Readings($"[{Good}, 7 ,{bad},{Good}]");

        Assert.Equal([0, 3], batch.Rows.ToArray().Select(row => row.Place));
        Assert.Equal(
            [(1, RejectReasons.WrongType, "7"), (2, RejectReasons.SupplierUnknown, bad)],
            batch.Rejects.Select(reject => (reject.Place, reject.Reasons, Encoding.UTF8.GetString(reject.Body.Span)))
        );
        Assert.Equal(("2026-06-16", Meters.Mpan(0)), (batch.Rejects[1].Day, batch.Rejects[1].Mpan));
    }

    [Theory]
    [InlineData("[{0},{1},")]
    [InlineData("[{0},{1}]]")]
    [InlineData("[{0},{1}] {0}")]
    [InlineData("[{0},{1},{{]")]
    public void A_body_that_breaks_off_takes_back_the_objects_before_and_leaves_other_events_alone(string format)
    {
        var bad = MessageText.Reading().With("supplier", "\"NONE\"").ToString();
        var body = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Good, bad);
        var batch = Decoding.Readings(
            Decoding.Event(Good, sequence: 1),
            Decoding.Event(body, sequence: 2),
            Decoding.Event(Good, sequence: 3)
        );

        Assert.Equal(2, batch.Accepted);
        Assert.Equal([1, 3], batch.Sequences());
        Assert.Equal("2026-06-16/1=1000 2026-06-16/1=1000", Decoding.Values(batch));
        var reject = Assert.Single(batch.Rejects);
        Assert.Equal((2, RejectReasons.NotJson, body), (reject.Position, reject.Reasons, Encoding.UTF8.GetString(reject.Body.Span)));
    }

    [Fact]
    public void A_market_body_that_breaks_off_takes_back_the_objects_before()
    {
        var price = MessageText.Market("systemPrice").ToString();
        var batch = Decoding.Market(Decoding.Event(price, sequence: 1), Decoding.Event($"[{price},5,{price}", sequence: 2));

        Assert.Equal([1], batch.Rows.Select(row => row.Position));
        Assert.Equal([RejectReasons.NotJson], batch.Rejects.Select(reject => reject.Reasons));
    }

    [Fact]
    public void A_byte_order_mark_is_allowed()
    {
        Assert.Equal("accepted", Decoding.Verdict(Decoding.Readings("\uFEFF" + Good)));
        Assert.Equal("wrong-type", Decoding.Verdict(Decoding.Readings("\uFEFF[5]")));
        Assert.Equal("not-json", Decoding.Verdict(Decoding.Readings("\uFEFF")));
        var reject = Assert.Single(Decoding.Readings("\uFEFF[ 5, {} ]").Rejects, reject => reject.Place == 1);
        Assert.Equal("{}", Encoding.UTF8.GetString(reject.Body.Span));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public void A_body_that_is_not_UTF8_is_not_JSON_even_in_an_unknown_field(byte[] bytes)
    {
        var (head, tail) = (Encoding.UTF8.GetBytes(Good[..^1] + ",\"note\":\""), Encoding.UTF8.GetBytes("\"}"));
        Assert.Equal("not-json", Decoding.Verdict(Decoding.Readings(Decoding.Event([.. head, .. bytes, .. tail]))));
        Assert.Equal("accepted", Decoding.Verdict(Decoding.Readings(Decoding.Event([.. head, .. tail]))));
    }

    [Fact]
    public void Of_a_repeated_name_the_last_counts()
    {
        Assert.Equal("accepted", Decoding.Verdict(MessageText.Reading().After("kwh", "\"x\"").After("day", "null")));
        Assert.Equal("negative", Decoding.Verdict(MessageText.Reading().And("kwh", "[-1]")));
        Assert.Equal("wrong-type", Decoding.Verdict(MessageText.Reading().And("supplier", "null")));
        Assert.Equal("negative", Decoding.Verdict(MessageText.Reading().And("\\u006bwh", "[-1]")));
        Assert.Equal("day-in-future", Decoding.MarketVerdict(MessageText.Market("balancing").And("day", "\"2027-01-01\"")));
    }

    [Fact]
    public void Names_and_values_may_be_written_with_escapes()
    {
        var escaped = MessageText
            .Reading()
            .Without("mpan")
            .Without("supplier")
            .Without("quality")
            .With("\\u006dp\\u0061n", $"\"\\u0031{Meters.Mpan(0)[1..]}\"")
            .With("suppl\\u0069er", "\"\\u0041LF\\u0041\"")
            .With("quality", "[\"\\u0045\\u0031\"]")
            .With("day", "\"2026\\u002d06-16\"");
        var batch = Decoding.Readings(escaped.ToString());
        Assert.Equal("accepted", Decoding.Verdict(batch));
        Assert.Equal("ALFA", batch.Cells[0].Cell.Supplier);
        Assert.Equal(Domain.Market.Quality.E1, batch.Qualities(batch.Rows[0])[0]);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00")]
    [InlineData("mpan\\ud800")]
    [InlineData("kw\\ud83dh")]
    [InlineData("s\\ud800")]
    public void A_name_with_half_a_character_is_a_field_that_nobody_knows(string name)
    {
        Assert.Equal("accepted", Decoding.Verdict(MessageText.Reading().And(name, "1")));
        Assert.Equal("accepted", Decoding.Verdict(MessageText.Reading().After(name, "1")));
        Assert.Equal("accepted", Decoding.MarketVerdict(MessageText.Market("balancing").After(name, "1")));
    }

    [Theory]
    [InlineData("supplier", "supplier-unknown")]
    [InlineData("gspGroup", "gsp-group-unknown")]
    [InlineData("llfc", "loss-class-unknown")]
    [InlineData("mpan", "bad-mpan")]
    [InlineData("day", "wrong-type")]
    [InlineData("segment", "unknown-value")]
    [InlineData("quality", "unknown-value")]
    public void A_value_with_half_a_character_matches_nothing(string field, string verdict) =>
        Assert.Equal(verdict, Decoding.Verdict(MessageText.Reading().With(field, "\"\\ud800\"")));

    [Fact]
    public void Unknown_fields_are_passed_over_however_deep_they_are()
    {
        var deep = new string('[', 100_000) + new string(']', 100_000);
        Assert.Equal("accepted", Decoding.Verdict(MessageText.Reading().With("note", deep).After("other", "{\"kwh\":[-1],\"mpan\":{}}")));
        Assert.Equal("not-json", Decoding.Verdict(MessageText.Reading().With("note", deep[..^1])));
        Assert.Equal("wrong-type", Decoding.Verdict(MessageText.Reading().With("kwh", deep)));
        Assert.Equal("accepted", Decoding.MarketVerdict(MessageText.Market("contract").With("note", deep)));
    }

    [Fact]
    public void Names_are_case_sensitive() =>
        Assert.Equal("missing-field", Decoding.Verdict(MessageText.Reading().Without("kwh").With("Kwh", "[1]").With("KWH", "[1]")));

    [Fact]
    public void A_place_in_the_array_counts_every_element()
    {
        var batch = Decoding.Readings($"[null,{Good},[],{Good}]");
        Assert.Equal([1, 3], batch.Rows.ToArray().Select(row => row.Place));
        Assert.Equal([0, 2], batch.Rejects.Select(reject => reject.Place));
    }
}
