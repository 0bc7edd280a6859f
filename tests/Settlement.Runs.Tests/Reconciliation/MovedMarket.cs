using Settlement.Domain.Market;
using Settlement.Domain.Reconciliation;
using Settlement.Runs.Records;
using Settlement.Runs.Tests.Computation;

namespace Settlement.Runs.Tests.Reconciliation;

/// <summary>A day between whose runs everything changes that can, each change told apart by its cause.</summary>
internal static class MovedMarket
{
    private const int Periods = 46;

    /// <summary>Cause → what arrives for it. No two causes touch the same value, but for a message that brings late values with actual ones.</summary>
    private static readonly Dictionary<string, Func<ComputedMarket, Task>> Changes = new()
    {
        [MovementCause.ReferenceData] = async market =>
            await market.Ledger.References.ReplaceAsync(
                new Dictionary<string, string>
                {
                    ["loss-factors"] = "distributor,llfc,fromPeriod,toPeriod,factor\n10,W01,1,,1.050\n10,H01,1,,1.100\n12,W01,1,,1.070",
                    ["parameters"] = "name,value\nalpha,0.5\n",
                }
            ),
        [MovementCause.GspGroupTakes] = market => MarketAsync(market, "gspGroupTake", 3, 9, "mwh", "9.25"),
        [MovementCause.BmUnitVolumes] = market => MarketAsync(market, "bmUnitVolume", 2, 12, "mwh", "11.125"),
        [MovementCause.Balancing] = market => MarketAsync(market, "balancing", 1, 46, "mwh", "-0.75"),
        [MovementCause.Contracts] = market => MarketAsync(market, "contract", 5, 7, "mwh", "2.5"),
        [MovementCause.Prices] = market => MarketAsync(market, "systemPrice", 4, 30, "buy", "140.07"),
        [MovementCause.LateData] = async market =>
        {
            await ReadingAsync(market, 2, "BRAV", 1, 46, "210.5", "A");
            await ReadingAsync(market, 3, "BRAV", 41, 6, "77", "E3");
            await ReadingAsync(market, 5, "ALFA", 21, 26, "33.333", "A", revision: 1);
        },
        [MovementCause.EstimatesTurnedActual] = async market =>
        {
            await ReadingAsync(market, 1, "BRAV", 1, 10, "612.007", "A", revision: 1);
            await ReadingAsync(market, 5, "ALFA", 1, 46, "33.333", "A", revision: 1);
        },
        [MovementCause.OtherCorrections] = async market =>
        {
            await ReadingAsync(market, 0, "ALFA", 1, 5, "900", "A", revision: 1);
            await ReadingAsync(market, 4, "BRAV", 1, 46, "150", "A", revision: 1);
            await ReadingAsync(market, 3, "BRAV", 7, 2, "66.6", "Z", revision: 3);
        },
    };

    /// <summary>A market with what is there before anything changes; meter 4 is of a loss class whose factor changes.</summary>
    public static async Task<ComputedMarket> MakeAsync()
    {
        var market = await ComputedMarket.MakeAsync();
        await ReadingAsync(market, 1, "BRAV", 1, 46, "500", "E1");
        await ReadingAsync(market, 3, "BRAV", 1, 40, "70", "A");
        await ReadingAsync(market, 4, "ALFA", 1, 46, "150", "A", llfc: "H01");
        await ReadingAsync(market, 5, "ALFA", 1, 20, "30", "E2");
        await MarketAsync(market, "contract", 1, 46, "mwh", "1.5", revision: 0);
        return market;
    }

    /// <summary>What changed for a cause arrives.</summary>
    public static Task ChangeAsync(ComputedMarket market, string cause) => Changes[cause](market);

    public static async Task<RunRecord> CloseAsync(ComputedMarket market, string run)
    {
        var closed = await market.RunAsync(run);
        Assert.True(closed.State == RunState.Closed, string.Join(", ", closed.Reasons));
        return closed;
    }

    private static async Task ReadingAsync(
        ComputedMarket market,
        int meter,
        string supplier,
        int from,
        int count,
        string kwh,
        string quality,
        int revision = 0,
        string llfc = "W01"
    ) =>
        await market.Ledger.ReadingsAsync(
            0,
            ComputedMarket
                .Reading()
                .With("mpan", $"\"{Meters.Mpan(meter)}\"")
                .With("supplier", $"\"{supplier}\"")
                .With("quality", $"\"{quality}\"")
                .With("llfc", $"\"{llfc}\"")
                .With("from", $"{from}")
                .With("kwh", $"[{string.Join(',', Enumerable.Repeat(kwh, count))}]")
                .With("revision", $"{revision}")
                .ToString()
        );

    private static async Task MarketAsync(
        ComputedMarket market,
        string type,
        int from,
        int end,
        string field,
        string value,
        int revision = 1
    ) =>
        await market.Ledger.MarketAsync(
            0,
            [
                .. Enumerable
                    .Range(from, Math.Min(end, Periods) - from + 1)
                    .Select(period =>
                        MessageText
                            .Market(type)
                            .With("day", $"\"{ComputedMarket.Day}\"")
                            .With("period", $"{period}")
                            .With(field, value)
                            .With("revision", $"{revision}")
                            .ToString()
                    ),
            ]
        );
}
