using System.Text;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Rejects;

namespace Settlement.Ledger.Tests.Messages;

/// <summary>Where in an object each reason of its rejection stands.</summary>
public sealed class RejectDetailTests
{
    [Theory]
    [InlineData("kwh", "[0,\"1\",2]", "wrong-type kwh[2] 1")]
    [InlineData("kwh", "7", "wrong-type kwh 7")]
    [InlineData("day", "\"2026-02-30\"", "wrong-type day 2026-02-30")]
    [InlineData("from", "1.0", "wrong-type from 1.0")]
    [InlineData("domestic", "\"yes\"", "wrong-type domestic yes")]
    [InlineData("segment", "\"Smart\"", "unknown-value segment Smart")]
    [InlineData("quality", "[\"B\"]", "unknown-value quality[1] B")]
    [InlineData("mpan", "\"1012345678904\"", "bad-mpan mpan 1012345678904")]
    [InlineData("kwh", "[]", "wrong-length kwh 0 values")]
    [InlineData("quality", "[\"A\",\"A\"]", "wrong-length quality 2 qualities")]
    [InlineData("from", "49", "period-not-in-day from 49")]
    [InlineData("kwh", "[1,0.0001,1e-9]", "too-many-decimals kwh[2] 0.0001|too-many-decimals kwh[3] 1e-9")]
    [InlineData("kwh", "[1,-1]", "negative kwh[2] -1")]
    [InlineData("revision", "-1", "negative revision -1")]
    [InlineData("kwh", "[10000001]", "too-large kwh[1] 10000001")]
    [InlineData("revision", "9223372036854775808", "too-large revision 9223372036854775808")]
    [InlineData("quality", "\"Z\"", "not-zero kwh[1] 1")]
    [InlineData("supplier", "\"NONE\"", "supplier-unknown supplier NONE")]
    [InlineData("gspGroup", "\"_Z\"", "gsp-group-unknown gspGroup _Z")]
    [InlineData("llfc", "\"X01\"", "loss-class-unknown llfc X01")]
    [InlineData("day", "\"2020-06-16\"", "day-too-old day 2020-06-16")]
    [InlineData("day", "\"2027-06-16\"", "day-in-future day 2027-06-16")]
    public void Each_reason_names_its_field_place_and_value(string field, string raw, string details) =>
        Assert.Equal(details.Split('|'), Details(MessageText.Reading().With(field, raw).ToString()));

    [Fact]
    public void A_field_that_is_not_there_is_named() =>
        Assert.Equal(["missing-field supplier "], Details(MessageText.Reading().Without("supplier").ToString()));

    [Theory]
    [InlineData("{\"mpan\":1,}", "not-json [11] }")]
    [InlineData("", "not-json [1] ")]
    [InlineData("5", "wrong-type  5")]
    public void A_body_that_is_no_object_is_shown(string body, string detail) => Assert.Equal([detail], Details(body));

    [Theory]
    [InlineData("contract", "mwh", "-1", "negative mwh -1")]
    [InlineData("contract", "buyerAccount", "\"Q\"", "unknown-value buyerAccount Q")]
    [InlineData("systemPrice", "buy", "\"1\"", "wrong-type buy 1")]
    [InlineData("balancing", "period", "51", "period-not-in-day period 51")]
    public void Market_messages_too(string type, string field, string raw, string detail)
    {
        var reject = Assert.Single(Decoding.Market(MessageText.Market(type).With(field, raw).ToString()).Rejects);

        Assert.Equal([detail], RejectDetails.Explain(isMarket: true, reject.Reasons, reject.Body).Select(Show));
    }

    [Fact]
    public void Every_reason_of_a_spoiled_message_has_a_detail()
    {
        var random = new Random(5);
        var text = MessageText.Reading().With("quality", "[\"A\"]").With("revision", "1").ToString();
        for (var i = 0; i < 3_000; i++)
        {
            var body = text.ToCharArray();
            body[random.Next(body.Length)] = (char)random.Next(0x20, 0x7F);
            body[random.Next(body.Length)] = (char)random.Next(0x20, 0x7F);
            foreach (var reject in Decoding.Readings(new string(body)).Rejects)
            {
                var details = RejectDetails.Explain(isMarket: false, reject.Reasons, reject.Body);
                Assert.Equal(reject.Reasons.ToCodes(), details.Select(detail => detail.Code).Distinct());
                Assert.All(
                    details,
                    detail => Assert.True(detail.Field.Length > 0 || detail.Value is not null, $"{new string(body)}: {detail}")
                );
            }
        }
    }

    private static string[] Details(string body)
    {
        var reject = Assert.Single(Decoding.Readings(Decoding.Event(Encoding.UTF8.GetBytes(body))).Rejects);
        return [.. RejectDetails.Explain(isMarket: false, reject.Reasons, reject.Body).Select(Show)];
    }

    private static string Show(RejectDetail detail) =>
        $"{detail.Code} {detail.Field}{(detail.At is { } at ? $"[{at}]" : "")} {detail.Value}";
}
