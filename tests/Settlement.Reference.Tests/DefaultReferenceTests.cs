using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;
using Settlement.Reference.Sets;

namespace Settlement.Reference.Tests;

public sealed class DefaultReferenceTests
{
    private static readonly SettlementDay Legacy = SettlementDay.Parse("2027-07-01");
    private static readonly SettlementDay HalfHourly = SettlementDay.Parse("2027-07-02");

    [Fact]
    public void Every_set_ships_and_is_written_as_it_reads() =>
        Assert.All(
            ReferenceSets.All,
            set =>
            {
                using var store = new StringReader(DefaultReference.Csv(set.Name));
                Assert.Equal(string.Join(',', set.Columns) + ",from,to", store.ReadLine());
            }
        );

    [Fact]
    public async Task The_market_has_all_groups_with_zones_and_default_units()
    {
        var market = (await Load()).On(Legacy);
        var suppliers = market.Participants.Where(row => row.Role == ParticipantRole.Supplier).ToArray();

        Assert.Equal(Enumerable.Range(1, 14).Select(zone => $"{zone}"), market.GspGroups.Select(row => row.Zone));
        Assert.Equal("_A_B_C_D_E_F_G_H_J_K_L_M_N_P", string.Concat(market.GspGroups.Select(row => row.Id)));
        Assert.InRange(suppliers.Length, 8, 100);
        Assert.All(market.Participants, row => Assert.EndsWith("(made up)", row.Name, StringComparison.Ordinal));
        Assert.All(
            market.GspGroups,
            group =>
            {
                Assert.NotNull(market.TransmissionLossFactor(group.Id));
                Assert.All(
                    suppliers,
                    supplier =>
                    {
                        var unit = market.DefaultUnit(supplier.Id, group.Id)!;
                        Assert.Equal($"2__{group.Id[1]}{supplier.Id}000", unit.Id);
                        Assert.Equal(
                            (EnergyAccount.Consumption, BmUnitKind.Supplier, $"DEFAULT__{group.Id[1]}"),
                            (unit.Account, unit.Kind, unit.TradingUnit)
                        );
                    }
                );
            }
        );
        Assert.All(market.BmUnits, unit => Assert.True(market.IsParticipant(unit.Party)));
        Assert.Contains(market.BmUnits, unit => unit.Kind == BmUnitKind.Interconnector);
        Assert.Equal(
            (BmUnitKind.Generation, EnergyAccount.Production),
            (market.FindBmUnit("T_GENX-1")!.Kind, market.FindBmUnit("T_GENX-1")!.Account)
        );
        Assert.Contains(market.GspGroups, group => market.TransmissionLossFactor(group.Id) < 0);
    }

    [Fact]
    public async Task Every_value_finds_a_component_and_export_weighs_negative()
    {
        var market = (await Load()).On(Legacy);
        Assert.All(market.Components, row => Assert.True(row.Id >= 100));
        foreach (var flow in Enum.GetValues<Flow>())
        {
            foreach (var segment in Enum.GetValues<MarketSegment>())
            {
                foreach (var connection in Enum.GetValues<ConnectionType>())
                {
                    foreach (var domestic in new[] { true, false })
                    {
                        foreach (var quality in Enum.GetValues<QualityClass>())
                        {
                            var weight = (flow == Flow.Export ? -1 : 1) * (quality == QualityClass.Actual ? 0.25m : 1m);
                            Assert.Equal(weight, market.Consumption(flow, segment, connection, domestic, quality)!.Weight);
                            Assert.Equal(weight, market.Losses(flow, segment, connection, domestic, quality)!.Weight);
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Both_timetables_hold_on_their_days()
    {
        var data = await Load();
        Assert.Equal(["II 5", "R1 39", "R2 84", "R3 154", "RF 292", "SF 16"], Runs(Legacy));
        Assert.Equal(["II 4", "R1 30", "RF 84", "SF 7"], Runs(HalfHourly));

        IEnumerable<string> Runs(SettlementDay day) =>
            data.On(day).Timetable.Select(run => $"{run.Key} {run.Value}").Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("2022-09-19", true)]
    [InlineData("2022-01-03", true)]
    [InlineData("2022-01-01", false)]
    [InlineData("2020-05-08", true)]
    [InlineData("2020-05-04", false)]
    [InlineData("2026-12-28", true)]
    [InlineData("2028-12-26", true)]
    public async Task Holidays_are_those_of_England_and_Wales(string day, bool holiday) =>
        Assert.Equal(holiday, (await Load()).On(Legacy).Holidays.Contains(SettlementDay.Parse(day)));

    [Fact]
    public async Task Independent_distributors_are_known_beside_the_regional_ones()
    {
        var distributors = (await Load()).On(Legacy).Distributors;
        Assert.Equal((37, "AGRN"), (distributors.Count, distributors.Single(row => row.Id == "51").Participant));
        Assert.Equal(37, distributors.Select(row => row.Participant).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Every_regional_distributor_has_classes_with_a_factor_for_every_period()
    {
        foreach (var day in new[] { "2026-03-29", "2026-06-16", "2026-10-25" }.Select(SettlementDay.Parse))
        {
            var market = (await Load()).On(day);
            var regional = market.Distributors.Take(14).ToList();
            Assert.Equal(Enumerable.Range(10, 14).Select(id => $"{id}"), regional.Select(row => row.Id));
            Assert.Equal("LOND", regional[2].Participant);
            foreach (var distributor in regional)
            {
                foreach (var llfc in new[] { "W01", "L01", "H01", "E01", "U01" })
                {
                    Assert.All(
                        Enumerable.Range(1, day.Periods),
                        period => Assert.InRange(market.LossFactors(distributor.Id, llfc)!.Thousandths(period), 1000, 1150)
                    );
                }
            }
        }
    }

    [Fact]
    public async Task Parameters_are_those_of_the_contract_and_no_meter_is_registered()
    {
        var market = (await Load()).On(Legacy);
        Assert.Equal((0.45m, 0.04m, 0.9m, 1.1m), (market.Alpha, market.InterestRate, market.CorrectionFloor, market.CorrectionCeiling));
        Assert.Empty(market.Registrations);
        Assert.Empty(market.Meters);
    }

    private static async Task<ReferenceData> Load() => await new ReferenceStore(new InMemoryTableStore()).LoadCurrentAsync();
}
