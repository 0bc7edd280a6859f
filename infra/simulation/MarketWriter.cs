using Settlement.Domain.Calendar;

namespace Settlement.Simulation;

/// <summary>Writes everything but readings for one day: complete in every period, so that runs can close exactly.</summary>
internal sealed class MarketWriter(SimulationOptions options, Cast cast, MarketTotals totals, EventFile first, EventFile late)
{
    private const ulong Stream = 3UL << 60;
    private readonly MarketMessage _message = new();

    public void Write(SettlementDay day, int dayIndex)
    {
        var random = SeededRandom.For(options.Seed, Stream, (ulong)day.Number);
        for (var period = 1; period <= day.Periods; period++)
        {
            var opening = dayIndex == 0 && period == 1;
            var take = WriteTakes(day, dayIndex, period, opening, ref random);
            WritePrice(day, dayIndex, period, ref random);
            WriteVolumes(day, period, take, opening, ref random);
            WriteContracts(day, dayIndex, period, take, opening, ref random);
        }

        first.Flush();
        late.Flush();
    }

    private long WriteTakes(SettlementDay day, int dayIndex, int period, bool opening, ref SeededRandom random)
    {
        var total = 0L;
        for (var group = 0; group < cast.Groups.Length; group++)
        {
            // About one per cent more than the meters say; drawn in millionths to stay with whole numbers.
            var noise = 1_000_000 + (long)random.Between(MarketRanges.TakeNoiseFrom * 1e6, MarketRanges.TakeNoiseTo * 1e6);
            var take = (long)Math.Round(totals.GetGroupTotal(group, dayIndex, period) / 1000m * noise / 1_000_000m);
            total += take;
            if (random.Chance(Rates.TakeCorrected) || (opening && group == 0))
            {
                first.Add(_message.Take(day, period, cast.Groups[group].Id, take * 97 / 100, true));
                late.Add(_message.Take(day, period, cast.Groups[group].Id, take, false, 1), "correction");
            }
            else
            {
                first.Add(_message.Take(day, period, cast.Groups[group].Id, take, false));
            }
        }

        return total;
    }

    private void WritePrice(SettlementDay day, int dayIndex, int period, ref SeededRandom random)
    {
        var peak =
            period is >= 33 and <= 40 ? 4_500
            : period is >= 15 and <= 32 ? 1_800
            : 0;
        var price = 6_200 + peak + random.Below(3_000);
        if (dayIndex == 0 && period == 7)
        {
            price = -1_250;
        }
        if (dayIndex == 0 && period == 36)
        {
            price = 185_000;
        }
        first.Add(_message.Price(day, period, price + (random.Chance(Rates.SpreadPrice) ? 250 : 0), price));
    }

    private void WriteVolumes(SettlementDay day, int period, long take, bool opening, ref SeededRandom random)
    {
        var link = (long)(Math.Abs(take) * random.Between(-MarketRanges.InterconnectorShare, MarketRanges.InterconnectorShare));
        Volume(day, period, SyntheticMarket.Interconnector, link, false, ref random);
        var left =
            take + (long)(Math.Abs(take) * random.Between(MarketRanges.TransmissionLossFrom, MarketRanges.TransmissionLossTo)) - link;
        var target = left;
        for (var unit = 1; unit < SyntheticMarket.Units.Length; unit++)
        {
            var volume = (long)(target * SyntheticMarket.Units[unit].Share * random.Between(0.9, 1.1));
            left -= volume;
            Volume(day, period, SyntheticMarket.Units[unit].Id, volume, opening && unit == 1, ref random);
        }

        Volume(day, period, SyntheticMarket.Units[0].Id, left, false, ref random);
        if (opening || random.Chance(Rates.Balancing))
        {
            first.Add(_message.Balancing(day, period, SyntheticMarket.Units[2].Id, (long)(target * random.Between(-0.01, 0.01))));
        }
    }

    private void Volume(SettlementDay day, int period, string unit, long wh, bool forced, ref SeededRandom random)
    {
        if (!random.Chance(Rates.VolumeCorrected) && !forced)
        {
            first.Add(_message.Volume(day, period, unit, wh));
            return;
        }

        first.Add(_message.Volume(day, period, unit, wh * 102 / 100));
        late.Add(_message.Volume(day, period, unit, wh, 1), "correction");
    }

    private void WriteContracts(SettlementDay day, int dayIndex, int period, long take, bool opening, ref SeededRandom random)
    {
        var traded = 0L;
        for (var s = 0; s < cast.Suppliers.Length; s++)
        {
            var supplier = cast.Suppliers[s].Id;
            var volume = (long)Math.Round(totals.GetSupplierTotal(s, dayIndex, period) / 1000m);
            var wanted = (long)(volume * random.Between(0.9, 1.1));
            if (wanted <= 0)
            {
                // A supplier of roofs sells on a sunny noon.
                traded += wanted;
                Contract(
                    day,
                    period,
                    new(Id(supplier, "spill", day, period), supplier, "C", SyntheticMarket.Trader, "C"),
                    -wanted,
                    opening,
                    ref random
                );
                continue;
            }

            var fromTrader = wanted * 4 / 10;
            traded += fromTrader;
            var unit = SyntheticMarket.Units[s % SyntheticMarket.Units.Length];
            Contract(
                day,
                period,
                new(Id(supplier, unit.Party, day, period), unit.Party, "P", supplier, "C"),
                wanted - fromTrader,
                false,
                ref random
            );
            Contract(
                day,
                period,
                new(Id(supplier, SyntheticMarket.Trader, day, period), SyntheticMarket.Trader, "C", supplier, "C"),
                fromTrader,
                false,
                ref random
            );
        }

        if (traded > 0)
        {
            Contract(
                day,
                period,
                new(Id(SyntheticMarket.Trader, "bulk", day, period), SyntheticMarket.TradingParty, "P", SyntheticMarket.Trader, "C"),
                traded,
                false,
                ref random
            );
        }
        Contract(
            day,
            period,
            new(Id(SyntheticMarket.TradingParty, "own", day, period), SyntheticMarket.TradingParty, "P", SyntheticMarket.TradingParty, "C"),
            Math.Abs(take) / 200,
            false,
            ref random
        );
        if (!opening && !random.Chance(Rates.ContractCancelled * cast.Suppliers.Length))
        {
            return;
        }
        var cancelled = new SimulatedContract(
            Id(cast.Suppliers[0].Id, "undone", day, period),
            SyntheticMarket.TradingParty,
            "P",
            cast.Suppliers[0].Id,
            "C"
        );
        first.Add(_message.Contract(day, period, cancelled, Math.Abs(take) / 100));
        (opening || random.Chance(0.5) ? late : first).Add(_message.Contract(day, period, cancelled, 0, 1), "cancelled");
    }

    private void Contract(SettlementDay day, int period, in SimulatedContract contract, long wh, bool duplicate, ref SeededRandom random)
    {
        first.Add(_message.Contract(day, period, contract, wh));
        if (duplicate || random.Chance(0.002))
        {
            first.Add(_message.Contract(day, period, contract, wh), "duplicate");
        }
    }

    private static string Id(string buyer, string what, SettlementDay day, int period) => $"{buyer}-{what}-{day}-{period}";
}
