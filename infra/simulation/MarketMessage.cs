using Settlement.Domain.Calendar;

namespace Settlement.Simulation;

/// <summary>Writes the messages of the market hub; energies are in Wh, prices in pence.</summary>
internal sealed class MarketMessage
{
    private readonly Utf8Line _line = new();

    public ReadOnlySpan<byte> Take(SettlementDay day, int period, string group, long wh, bool estimated, int revision = 0)
    {
        Begin("gspGroupTake", day, period).Add(",\"gspGroup\":\""u8).Add(group).Add("\",\"mwh\":"u8).AddScaled(wh, 6);
        if (estimated)
        {
            _line.Add(",\"estimated\":true"u8);
        }
        return End(revision);
    }

    public ReadOnlySpan<byte> Price(SettlementDay day, int period, long buyPence, long sellPence)
    {
        Begin("systemPrice", day, period).Add(",\"buy\":"u8).AddScaled(buyPence, 2).Add(",\"sell\":"u8).AddScaled(sellPence, 2);
        return End(0);
    }

    public ReadOnlySpan<byte> Volume(SettlementDay day, int period, string unit, long wh, int revision = 0) =>
        WriteUnit("bmUnitVolume", day, period, unit, wh, revision);

    public ReadOnlySpan<byte> Balancing(SettlementDay day, int period, string unit, long wh) =>
        WriteUnit("balancing", day, period, unit, wh, 0);

    public ReadOnlySpan<byte> Contract(SettlementDay day, int period, in SimulatedContract contract, long wh, int revision = 0)
    {
        Begin("contract", day, period)
            .Add(",\"id\":\""u8)
            .Add(contract.Id)
            .Add("\",\"seller\":\""u8)
            .Add(contract.Seller)
            .Add("\",\"sellerAccount\":\""u8)
            .Add(contract.SellerAccount)
            .Add("\",\"buyer\":\""u8)
            .Add(contract.Buyer)
            .Add("\",\"buyerAccount\":\""u8)
            .Add(contract.BuyerAccount)
            .Add("\",\"mwh\":"u8)
            .AddScaled(wh, 6);
        return End(revision);
    }

    private ReadOnlySpan<byte> WriteUnit(string type, SettlementDay day, int period, string unit, long wh, int revision)
    {
        Begin(type, day, period).Add(",\"bmUnit\":\""u8).Add(unit).Add("\",\"mwh\":"u8).AddScaled(wh, 6);
        return End(revision);
    }

    private Utf8Line Begin(string type, SettlementDay day, int period) =>
        _line.Clear().Add("{\"type\":\""u8).Add(type).Add("\",\"day\":\""u8).Add(day.ToString()).Add("\",\"period\":"u8).Add(period);

    private ReadOnlySpan<byte> End(int revision)
    {
        if (revision != 0)
        {
            _line.Add(",\"revision\":"u8).Add(revision);
        }
        return _line.Add("}"u8).Bytes;
    }
}
