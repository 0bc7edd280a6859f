using System.IO.Compression;
using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;

namespace Settlement.Reference.Tests;

public sealed class LondonSampleTests
{
    private const string Published = "elexon_reference/llf/llflond20250401ptf.zip";
    private const string Market = "lcl_market/market.jsonl.gz";
    private const string Readings = "lcl_market/readings.jsonl.gz";
    private static readonly SettlementDay First = SettlementDay.Parse("2025-04-01");

    [Fact]
    public async Task The_sample_is_a_market_of_four_suppliers_and_one_generator()
    {
        var market = (await Load(realFiles: false)).On(First);

        Assert.Equal(
            ["DAWN", "FERN", "KEEL", "NRTH"],
            market.Participants.Where(row => row.Role == ParticipantRole.Supplier).Select(row => row.Id)
        );
        Assert.All(
            market.Participants.Where(row => row.Role == ParticipantRole.Supplier),
            row => Assert.NotNull(market.DefaultUnit(row.Id, "_C"))
        );
        Assert.All(market.BmUnits, unit => Assert.NotNull(market.TransmissionLossFactor(unit.GspGroup!)));
        Assert.Equal(195, market.Registrations.Sum(row => row.Meters));
        Assert.Equal(
            0.25m,
            market.Consumption(Flow.Import, MarketSegment.Smart, ConnectionType.WholeCurrent, true, QualityClass.Actual)?.Weight
        );
        Assert.NotNull(market.Losses(Flow.Import, MarketSegment.Smart, ConnectionType.WholeCurrent, true, QualityClass.Estimated));
        Assert.NotEmpty(market.Timetable);
        Assert.NotEmpty(market.Holidays);
    }

    [RealDataFact(Published)]
    public async Task With_the_published_loss_factors_the_homes_classes_are_known_from_the_first_of_April()
    {
        var data = await Load(realFiles: true);
        Assert.Null(data.On(SettlementDay.Parse("2025-03-31")).LossFactors("12", "1"));
        for (var day = First; day <= SettlementDay.Parse("2025-10-29"); day = day.Next)
        {
            foreach (var llfc in new[] { "1", "2" })
            {
                Assert.All(
                    Enumerable.Range(1, day.Periods),
                    period => Assert.NotEqual(0, data.On(day).LossFactors("12", llfc)!.Thousandths(period))
                );
            }
        }
    }

    [RealDataFact(Market)]
    public async Task Every_id_of_the_market_events_is_known()
    {
        var market = (await Load(realFiles: false)).On(First);
        foreach (var item in Events(Market))
        {
            switch (item.GetProperty("type").GetString())
            {
                case "gspGroupTake":
                    Assert.True(market.IsGspGroup(item.GetProperty("gspGroup").GetString()!));
                    break;
                case "bmUnitVolume":
                    Assert.NotEqual(BmUnitKind.Supplier, market.FindBmUnit(item.GetProperty("bmUnit").GetString()!)!.Kind);
                    break;
                case "contract":
                    Assert.True(
                        market.IsParticipant(item.GetProperty("seller").GetString()!)
                            && market.IsParticipant(item.GetProperty("buyer").GetString()!)
                    );
                    break;
            }
        }
    }

    [RealDataFact(Readings)]
    public async Task Every_code_of_the_readings_finds_its_supplier_group_and_component()
    {
        var market = (await Load(realFiles: false)).On(First);
        foreach (var item in Events(Readings))
        {
            Assert.True(market.IsSupplier(item.GetProperty("supplier").GetString()!));
            Assert.True(market.IsGspGroup(item.GetProperty("gspGroup").GetString()!));
            Assert.True(CodeText.TryParse<MarketSegment>(item.GetProperty("segment").GetString(), out var segment));
            Assert.True(CodeText.TryParse<ConnectionType>(item.GetProperty("connection").GetString(), out var connection));
            Assert.NotNull(
                market.Consumption(Flow.Import, segment, connection, item.GetProperty("domestic").GetBoolean(), QualityClass.Actual)
            );
        }
    }

    private static async Task<ReferenceData> Load(bool realFiles)
    {
        var folder = ReferenceFolder.Read(Repository.Path("infra", "local", "samples", "london"));
        Assert.DoesNotContain("loss-factors", folder.Sets.Keys);
        var store = new ReferenceStore(new InMemoryTableStore());
        await store.ReplaceAsync(folder.Sets, realFiles ? [new("lond.zip", () => File.OpenRead(RealData.File(Published)!))] : []);
        return await store.LoadCurrentAsync();
    }

    private static IEnumerable<JsonElement> Events(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(RealData.File(file)!), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var body = JsonDocument.Parse(line);
            if (body.RootElement.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in body.RootElement.EnumerateArray())
                {
                    yield return item;
                }
            }
            else
            {
                yield return body.RootElement;
            }
        }
    }
}
