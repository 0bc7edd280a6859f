using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Tests.Reference;

public sealed class MarketDayTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2027-07-01");
    private static readonly DayRange Until = new(null, Day);
    private static readonly DayRange After = new(Day.Next, null);

    [Fact]
    public void Rows_hold_from_their_first_day_to_their_last_one_included()
    {
        var data = new ReferenceData
        {
            Timetable = [new("SF", 16, Until), new("R2", 84, Until), new("SF", 7, After)],
            Participants = [new("ALFA", "Alfa", ParticipantRole.Supplier, Until), new("ALFA", "Alfa", ParticipantRole.Trader, After)],
        };

        Assert.Equal(16, data.On(Day).Timetable["SF"]);
        Assert.Equal(7, data.On(Day.Next).Timetable["SF"]);
        Assert.False(data.On(Day.Next).Timetable.ContainsKey("R2"));
        Assert.True(data.On(Day).IsSupplier("ALFA"));
        Assert.False(data.On(Day.Next).IsSupplier("ALFA"));
        Assert.True(data.On(Day.Next).IsParticipant("ALFA"));
        Assert.False(data.On(Day).IsParticipant("BRAV"));
    }

    [Fact]
    public void Lists_are_in_ordinal_order()
    {
        var market = new ReferenceData
        {
            Participants =
            [
                new("b", "", ParticipantRole.Trader, Until),
                new("a", "", ParticipantRole.Trader, Until),
                new("B", "", ParticipantRole.Trader, Until),
            ],
            BmUnits =
            [
                Unit("T_B-1", "GENX", null, BmUnitKind.Generation, false),
                Unit("2__CALFA000", "ALFA", "_C", BmUnitKind.Supplier, true),
            ],
        }.On(Day);

        Assert.Equal(["B", "a", "b"], market.Participants.Select(row => row.Id));
        Assert.Equal(["2__CALFA000", "T_B-1"], market.BmUnits.Select(row => row.Id));
    }

    [Fact]
    public void The_default_unit_is_found_by_party_and_group()
    {
        var market = new ReferenceData
        {
            BmUnits =
            [
                Unit("2__CALFA000", "ALFA", "_C", BmUnitKind.Supplier, true),
                Unit("2__CALFA001", "ALFA", "_C", BmUnitKind.Supplier, false),
            ],
        }.On(Day);

        Assert.Equal("2__CALFA000", market.DefaultUnit("ALFA", "_C")?.Id);
        Assert.Null(market.DefaultUnit("ALFA", "_D"));
        Assert.Equal("2__CALFA001", market.FindBmUnit("2__CALFA001")?.Id);
        Assert.Null(market.FindBmUnit("2__CALFA002"));
    }

    [Fact]
    public void A_group_takes_the_factor_of_its_zone_or_none()
    {
        var data = new ReferenceData
        {
            GspGroups = [new("_C", "London", "3", DayRange.Always), new("_D", "Merseyside", "4", DayRange.Always)],
            TransmissionLossFactors = [new("3", 0.0102m, Until), new("3", -0.01m, After)],
        };

        Assert.Equal(0.0102m, data.On(Day).TransmissionLossFactor("_C"));
        Assert.Equal(-0.01m, data.On(Day.Next).TransmissionLossFactor("_C"));
        Assert.Null(data.On(Day).TransmissionLossFactor("_D"));
        Assert.Null(data.On(Day).TransmissionLossFactor("_E"));
        Assert.False(data.On(Day).IsGspGroup("_E"));
    }

    [Fact]
    public void Parameters_have_defaults_and_can_change_with_time()
    {
        var data = new ReferenceData { Parameters = [new("interestRate", "0.05", After), new("other", "text", DayRange.Always)] };

        Assert.Equal([0.45m, 0.04m, 0.9m, 1.1m], Values(data.On(Day)));
        Assert.Equal([0.45m, 0.05m, 0.9m, 1.1m], Values(data.On(Day.Next)));

        static decimal[] Values(MarketDay day) => [day.Alpha, day.InterestRate, day.CorrectionFloor, day.CorrectionCeiling];
    }

    [Fact]
    public void Holidays_registrations_and_meters_are_those_in_force()
    {
        Assert.True(Mpan.TryParse("1200000000002", out var mpan));
        var data = new ReferenceData
        {
            Holidays = [new(SettlementDay.Parse("2027-08-30"), "Summer"), new(SettlementDay.Parse("2027-12-27"), "Christmas", After)],
            Registrations =
            [
                new("ALFA", "_C", MarketSegment.Unmetered, 3, Until),
                new("ALFA", "_C", MarketSegment.Smart, 7, Until),
                new("ALFA", "_C", MarketSegment.Smart, 8, After),
            ],
            Meters = [new(mpan, "ALFA", "_C", "1", MarketSegment.Smart, ConnectionType.WholeCurrent, true, After)],
        };

        Assert.Single(data.On(Day).Holidays);
        Assert.Equal(2, data.On(Day.Next).Holidays.Count);
        Assert.Equal([7, 3], data.On(Day).Registrations.Select(row => row.Meters));
        Assert.Empty(data.On(Day).Meters);
        Assert.Single(data.On(Day.Next).Meters);
    }

    [Fact]
    public async Task Days_asked_for_by_many_threads_at_once_are_compiled_once()
    {
        var data = new ReferenceData { Timetable = [new("SF", 16, Until)] };
        var days = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => data.On(Day))));

        Assert.All(days, day => Assert.Same(days[0], day));
    }

    [Fact]
    public void More_days_than_are_kept_still_answer()
    {
        var data = new ReferenceData { Timetable = [new("SF", 16, Until), new("SF", 7, After)] };

        for (var offset = -1000; offset < 1000; offset++)
        {
            var day = SettlementDay.FromNumber(Day.Number + offset);
            Assert.Equal(day <= Day ? 16 : 7, data.On(day).Timetable["SF"]);
            Assert.Equal(day, data.On(day).Day);
        }
    }

    private static BmUnit Unit(string id, string party, string? group, BmUnitKind kind, bool isDefault) =>
        new(id, party, EnergyAccount.Consumption, group, null, kind, isDefault, DayRange.Always);
}
