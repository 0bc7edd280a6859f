using System.Globalization;
using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Domain.Periods;
using Settlement.Ledger.Commits;

namespace Settlement.Ledger.Tests.Folding;

public sealed class MarketFoldTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task The_inputs_of_a_run_are_the_versions_that_win_at_its_cut(int seed)
    {
        var random = new Random(seed);
        var ledger = await TestLedger.MakeAsync();
        var sent = new List<(string Json, long Revision, (DateTimeOffset, int, int) Arrival)>();
        var expected = new List<(Cut Cut, string Inputs)>();
        for (var i = 0; i < 120; i++)
        {
            var (partition, enqueued) = (random.Next(3), Decoding.Noon.AddSeconds(i / 4));
            var revision = random.Next(3);
            var json = Message(random).With("revision", $"{revision}").ToString();
            await ledger.MarketAsync(partition, enqueued, json);
            sent.Add((json, revision, (enqueued, partition, i)));
            if (i % 40 == 39)
            {
                expected.Add((await ledger.CutAsync(3), Oracle(sent)));
            }
        }

        foreach (var (cut, inputs) in expected)
        {
            Assert.Equal(inputs, Text(await ledger.MarketFold.FoldAsync(Day, cut, default)));
        }
        Assert.Equal(3, expected.Select(e => e.Inputs).Distinct().Count());
    }

    [Fact]
    public async Task A_contract_is_cancelled_by_zero_and_lives_again_by_a_later_version()
    {
        var ledger = await TestLedger.MakeAsync();
        var contract = MessageText.Market("contract");
        var amounts = new List<decimal?>();
        foreach (var (mwh, revision) in new[] { (10, 1), (0, 0), (0, 1), (5, 0), (7, 1) })
        {
            await ledger.MarketAsync(0, contract.With("mwh", $"{mwh}").With("revision", $"{revision}").ToString());
            amounts.Add((await ledger.MarketFold.FoldAsync(Day, await ledger.CutAsync(), default))[0].Contracts.SingleOrDefault()?.Mwh);
        }

        Assert.Equal([10, 10, null, null, 7], amounts);
    }

    [Fact]
    public async Task Every_period_of_the_day_has_inputs_and_no_other()
    {
        var ledger = await TestLedger.MakeAsync();
        foreach (var (day, periods) in new[] { ("2026-03-29", 46), ("2026-06-16", 48), ("2026-10-25", 50) })
        {
            Assert.Equal(periods, (await ledger.MarketFold.FoldAsync(SettlementDay.Parse(day), await ledger.CutAsync(), default)).Count);
        }
    }

    private static MessageText Message(Random random)
    {
        var message = MessageText
            .Market(new[] { "gspGroupTake", "systemPrice", "bmUnitVolume", "contract", "balancing" }[random.Next(5)])
            .With("period", $"{random.Next(1, 3)}");
        var amount = (random.Next(4) * 1.25m).ToString(CultureInfo.InvariantCulture);
        return message.ToString() switch
        {
            var text when text.Contains("systemPrice", StringComparison.Ordinal) => message.With("buy", amount).With("sell", $"-{amount}"),
            var text when text.Contains("gspGroupTake", StringComparison.Ordinal) => message
                .With("gspGroup", random.Next(2) == 0 ? "\"_A\"" : "\"_B\"")
                .With("mwh", amount)
                .With("estimated", random.Next(2) == 0 ? "true" : "false"),
            var text when text.Contains("contract", StringComparison.Ordinal) => message
                .With("id", $"\"c{random.Next(2)}\"")
                .With("mwh", amount)
                .With("buyer", random.Next(2) == 0 ? "\"ALFA\"" : "\"BRAV\""),
            _ => message.With("bmUnit", random.Next(2) == 0 ? "\"T_GENX-1\"" : "\"I_GENX-1\"").With("mwh", amount),
        };
    }

    private static string Oracle(List<(string Json, long Revision, (DateTimeOffset, int, int) Arrival)> sent)
    {
        var winners = sent.Select(message => (Fields: JsonDocument.Parse(message.Json).RootElement, message.Revision, message.Arrival))
            .GroupBy(message =>
                string.Join(
                    ' ',
                    Text(message.Fields, "type"),
                    Text(message.Fields, "period"),
                    Text(message.Fields, "gspGroup"),
                    Text(message.Fields, "bmUnit"),
                    Text(message.Fields, "id")
                )
            )
            .Select(versions => versions.OrderBy(version => version.Revision).ThenBy(version => version.Arrival).Last().Fields);
        return Lines(
            winners
                .Where(fields => Text(fields, "type") != "contract" || fields.GetProperty("mwh").GetDecimal() != 0)
                .Select(fields =>
                    Text(fields, "type") switch
                    {
                        "systemPrice" => $"{Text(fields, "period")} price {Number(fields, "buy")} {Number(fields, "sell")}",
                        "gspGroupTake" =>
                            $"{Text(fields, "period")} take {Text(fields, "gspGroup")} {Number(fields, "mwh")} {fields.GetProperty("estimated").GetBoolean()}",
                        "contract" =>
                            $"{Text(fields, "period")} contract {Text(fields, "id")} {Text(fields, "seller")} {Text(fields, "buyer")} {Number(fields, "mwh")}",
                        var type => $"{Text(fields, "period")} {type} {Text(fields, "bmUnit")} {Number(fields, "mwh")}",
                    }
                )
        );
    }

    private static string Text(IReadOnlyList<MarketInputs> periods) =>
        Lines(
            periods.SelectMany(
                (inputs, i) =>
                    (string[])
                        [
                            .. inputs.Price is { } price
                                ? [$"{i + 1} price {Plain(price.Buy)} {Plain(price.Sell)}"]
                                : Array.Empty<string>(),
                            .. inputs.Takes.Select(take => $"{i + 1} take {take.Key} {Plain(take.Value.Mwh)} {take.Value.Estimated}"),
                            .. inputs.Contracts.Select(contract =>
                                $"{i + 1} contract {contract.Id} {contract.Seller} {contract.Buyer} {Plain(contract.Mwh)}"
                            ),
                            .. inputs.Volumes.Select(volume => $"{i + 1} bmUnitVolume {volume.Key} {Plain(volume.Value)}"),
                            .. inputs.Balancing.Select(volume => $"{i + 1} balancing {volume.Key} {Plain(volume.Value)}"),
                        ]
            )
        );

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));

    private static string Text(JsonElement fields, string name) => fields.TryGetProperty(name, out var value) ? value.ToString() : "-";

    private static string Number(JsonElement fields, string name) => Plain(fields.GetProperty(name).GetDecimal());

    private static string Plain(decimal value) => value == 0 ? "0" : value.ToString("0.######", CultureInfo.InvariantCulture);
}
