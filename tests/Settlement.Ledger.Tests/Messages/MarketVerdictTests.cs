using Settlement.Ledger.Batches;
using Settlement.Ledger.Messages;

namespace Settlement.Ledger.Tests.Messages;

public sealed class MarketVerdictTests
{
    [Theory]
    [InlineData("gspGroupTake", "gspGroup mwh")]
    [InlineData("systemPrice", "buy sell")]
    [InlineData("bmUnitVolume", "bmUnit mwh")]
    [InlineData("balancing", "bmUnit mwh")]
    [InlineData("contract", "id seller sellerAccount buyer buyerAccount mwh")]
    public void A_type_needs_its_fields_and_takes_no_null(string type, string fields)
    {
        Assert.Equal("accepted", Decoding.MarketVerdict(MessageText.Market(type)));
        Assert.All(
            ["type", "day", "period", .. fields.Split(' ')],
            field =>
            {
                Assert.Equal("missing-field", Decoding.MarketVerdict(MessageText.Market(type).Without(field)));
                Assert.Equal("wrong-type", Decoding.MarketVerdict(MessageText.Market(type).With(field, "null")));
                Assert.Equal("wrong-type", Decoding.MarketVerdict(MessageText.Market(type).With(field, "{}")));
            }
        );
    }

    [Theory]
    [InlineData("gspGroupTake", "estimated", "null", "wrong-type")]
    [InlineData("gspGroupTake", "estimated", "\"yes\"", "wrong-type")]
    [InlineData("gspGroupTake", "estimated", "true", "accepted")]
    [InlineData("gspGroupTake", "gspGroup", "\"_Z\"", "gsp-group-unknown")]
    [InlineData("gspGroupTake", "gspGroup", "\"_L\"", "gsp-group-unknown")]
    [InlineData("gspGroupTake", "mwh", "-1000000", "accepted")]
    [InlineData("gspGroupTake", "mwh", "-1000000.000001", "too-large")]
    [InlineData("gspGroupTake", "mwh", "1e400", "too-large")]
    [InlineData("gspGroupTake", "mwh", "-1e400", "too-large")]
    [InlineData("gspGroupTake", "mwh", "1e-6", "accepted")]
    [InlineData("gspGroupTake", "mwh", "1e-7", "too-many-decimals")]
    [InlineData("gspGroupTake", "mwh", "0.12345670", "too-many-decimals")]
    [InlineData("gspGroupTake", "mwh", "0.1234560", "accepted")]
    [InlineData("gspGroupTake", "mwh", "\"1\"", "wrong-type")]
    [InlineData("gspGroupTake", "bmUnit", "null", "accepted")]
    [InlineData("systemPrice", "buy", "-100000", "accepted")]
    [InlineData("systemPrice", "buy", "100000.00001", "too-large")]
    [InlineData("systemPrice", "sell", "0.00001", "accepted")]
    [InlineData("systemPrice", "sell", "0.000001", "too-many-decimals")]
    [InlineData("systemPrice", "mwh", "null", "accepted")]
    [InlineData("systemPrice", "day", "\"2030-01-01\"", "accepted")]
    [InlineData("bmUnitVolume", "bmUnit", "\"2__AALFA000\"", "bm-unit-not-metered")]
    [InlineData("bmUnitVolume", "bmUnit", "\"I_GENX-1\"", "accepted")]
    [InlineData("bmUnitVolume", "bmUnit", "\"T_NONE-1\"", "bm-unit-unknown")]
    [InlineData("bmUnitVolume", "bmUnit", "\"T_LATE-1\"", "bm-unit-unknown")]
    [InlineData("bmUnitVolume", "mwh", "-7", "accepted")]
    [InlineData("bmUnitVolume", "day", "\"2026-12-02\"", "day-in-future")]
    [InlineData("bmUnitVolume", "day", "\"2026-12-01\"", "accepted")]
    [InlineData("balancing", "bmUnit", "\"2__AALFA000\"", "accepted")]
    [InlineData("balancing", "bmUnit", "\"\"", "bm-unit-unknown")]
    [InlineData("balancing", "mwh", "-7", "accepted")]
    [InlineData("balancing", "day", "\"2026-12-02\"", "day-in-future")]
    [InlineData("gspGroupTake", "day", "\"2026-12-02\"", "day-in-future")]
    [InlineData("contract", "day", "\"2026-12-02\"", "accepted")]
    [InlineData("contract", "day", "\"2024-07-31\"", "day-too-old")]
    [InlineData("contract", "day", "\"2024-08-01\"", "accepted")]
    [InlineData("contract", "mwh", "0", "accepted")]
    [InlineData("contract", "mwh", "-0", "accepted")]
    [InlineData("contract", "mwh", "-1", "negative")]
    [InlineData("contract", "mwh", "-1e400", "negative too-large")]
    [InlineData("contract", "seller", "\"NONE\"", "party-unknown")]
    [InlineData("contract", "buyer", "\"LATE\"", "party-unknown")]
    [InlineData("contract", "buyer", "\"TRDX\"", "accepted")]
    [InlineData("contract", "buyer", "\"GENX\"", "accepted")]
    [InlineData("contract", "sellerAccount", "\"X\"", "unknown-value")]
    [InlineData("contract", "buyerAccount", "\"p\"", "unknown-value")]
    [InlineData("contract", "id", "\"\"", "accepted")]
    [InlineData("contract", "id", "1", "wrong-type")]
    [InlineData("contract", "period", "0", "period-not-in-day")]
    [InlineData("contract", "period", "48", "accepted")]
    [InlineData("contract", "period", "49", "period-not-in-day")]
    [InlineData("contract", "period", "99999999999999999999", "period-not-in-day")]
    [InlineData("contract", "period", "1.0", "wrong-type")]
    [InlineData("contract", "period", "1e0", "wrong-type")]
    [InlineData("contract", "revision", "-1", "negative")]
    [InlineData("contract", "revision", "9223372036854775807", "accepted")]
    [InlineData("contract", "revision", "9223372036854775808", "too-large")]
    [InlineData("contract", "revision", "null", "wrong-type")]
    [InlineData("contract", "revision", "1.0", "wrong-type")]
    [InlineData("balancing", "revision", "-1", "negative")]
    [InlineData("contract", "day", "\"2026-02-29\"", "wrong-type")]
    [InlineData("contract", "type", "5", "wrong-type")]
    [InlineData("contract", "type", "\"Contract\"", "unknown-value")]
    public void A_value_of_a_field_has_exactly_this_verdict(string type, string field, string raw, string verdict) =>
        Assert.Equal(verdict, Decoding.MarketVerdict(MessageText.Market(type).With(field, raw)));

    [Theory]
    [InlineData("\"other\"", "unknown-value")]
    [InlineData("null", "wrong-type")]
    public void Of_a_type_outside_the_list_only_day_period_and_revision_are_checked_further(string type, string verdict)
    {
        var message = MessageText.Market("contract").With("type", type);
        Assert.Equal(
            verdict,
            Decoding.MarketVerdict(message.With("mwh", "-1").With("seller", "\"NONE\"").Without("buyer").With("gspGroup", "5"))
        );
        Assert.Equal($"day-too-old {verdict}", Decoding.MarketVerdict(message.With("day", "\"2020-01-01\"")));
        Assert.Equal($"period-not-in-day {verdict}", Decoding.MarketVerdict(message.With("day", "\"2026-03-29\"").With("period", "47")));
        Assert.Equal($"negative {verdict}", Decoding.MarketVerdict(message.With("period", "1").With("revision", "-1")));
    }

    [Theory]
    [InlineData("2026-03-29", 46)]
    [InlineData("2026-10-24", 48)]
    [InlineData("2026-10-25", 50)]
    public void A_period_must_be_one_of_the_day(string day, int periods)
    {
        var message = MessageText.Market("systemPrice").With("day", $"\"{day}\"");
        Assert.Equal("accepted", Decoding.MarketVerdict(message.With("period", $"{periods}")));
        Assert.Equal("period-not-in-day", Decoding.MarketVerdict(message.With("period", $"{periods + 1}")));
    }

    [Fact]
    public void All_failures_are_reported_at_once()
    {
        var message = MessageText
            .Market("contract")
            .With("day", "\"2020-01-01\"")
            .With("period", "50")
            .With("revision", "-1")
            .With("mwh", "-1e-7")
            .With("seller", "\"NONE\"")
            .With("buyerAccount", "\"X\"")
            .With("id", "null")
            .Without("sellerAccount");
        Assert.Equal(
            "day-too-old missing-field negative party-unknown period-not-in-day too-many-decimals unknown-value wrong-type",
            Decoding.MarketVerdict(message)
        );
    }

    [Fact]
    public void Without_a_readable_day_nothing_that_depends_on_it_is_checked() =>
        Assert.Equal(
            "missing-field",
            Decoding.MarketVerdict(MessageText.Market("bmUnitVolume").Without("day").With("bmUnit", "\"NONE\"").With("period", "50"))
        );

    [Fact]
    public void Reference_data_is_that_of_the_messages_day()
    {
        Assert.Equal(
            "accepted",
            Decoding.MarketVerdict(MessageText.Market("balancing").With("bmUnit", "\"T_LATE-1\"").With("day", "\"2026-06-17\""))
        );
        Assert.Equal("accepted", Decoding.MarketVerdict(MessageText.Market("contract").With("buyer", "\"PAST\"")));
        Assert.Equal(
            "party-unknown",
            Decoding.MarketVerdict(MessageText.Market("contract").With("buyer", "\"PAST\"").With("day", "\"2026-06-17\""))
        );
    }

    [Fact]
    public void Elements_of_an_array_without_type_or_that_are_no_object_leave_the_others_alone()
    {
        var batch = Decoding.Market(
            $"[{MessageText.Market("balancing")},{{}},5,{MessageText.Market("contract")},{MessageText.Market("contract").Without("type")}]"
        );
        Assert.Equal([(MarketMessageType.Balancing, 0), (MarketMessageType.Contract, 3)], batch.Rows.Select(row => (row.Type, row.Place)));
        Assert.Equal(
            [(1, RejectReasons.MissingField), (2, RejectReasons.WrongType), (4, RejectReasons.MissingField)],
            batch.Rejects.Select(reject => (reject.Place, reject.Reasons))
        );
    }

    [Fact]
    public void An_accepted_message_is_read_with_its_amounts_as_written()
    {
        var contract = Assert.Single(
            Decoding.Market(MessageText.Market("contract").With("mwh", "12.5000001e1").With("revision", "3").ToString()).Rows
        );
        Assert.Equal(("c1", 125.000001m, 3L, 1), (contract.Key, contract.A, contract.Revision, contract.Period));
        Assert.Equal(
            new TradeParties("GENX", Domain.Market.EnergyAccount.Production, "ALFA", Domain.Market.EnergyAccount.Consumption),
            contract.Trade
        );

        var price = Assert.Single(Decoding.Market(MessageText.Market("systemPrice").With("buy", "-5.12345").ToString()).Rows);
        Assert.Equal((-5.12345m, 90m), (price.A, price.B));

        var take = Assert.Single(Decoding.Market(MessageText.Market("gspGroupTake").With("estimated", "true").ToString()).Rows);
        Assert.Equal(("_A", 1.5m, true), (take.Key, take.A, take.Estimated));
    }
}
