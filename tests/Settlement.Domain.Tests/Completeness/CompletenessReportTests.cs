using Settlement.Domain.Calendar;
using Settlement.Domain.Completeness;
using Settlement.Domain.Market;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Tests.Completeness;

public sealed class CompletenessReportTests
{
    private static readonly SettlementDay Day = SettlementDay.Parse("2026-06-16");

    [Fact]
    public void Every_registration_and_everything_received_has_a_row_in_the_order_of_its_names()
    {
        var rows = CompletenessReport.Create(
            Reference(
                new("BRAV", "_A", MarketSegment.Smart, 5, default),
                new("ALFA", "_B", MarketSegment.Unmetered, 2, default),
                new("GONE", "_A", MarketSegment.Smart, 7, new(null, SettlementDay.Parse("2026-06-15")))
            ),
            [
                new("BRAV", "_A", MarketSegment.Smart, 3, 1_500_000, -2, 140),
                new("BRAV", "_A", MarketSegment.Smart, 1, 1, 3, 48),
                new("BRAV", "_A", MarketSegment.Advanced, 1, -10, 0, 1),
            ]
        );

        Assert.Equal(
            [
                new("ALFA", "_B", MarketSegment.Unmetered, 2, 0, 96, 0, 0, 0, null, null),
                new("BRAV", "_A", MarketSegment.Advanced, 0, 1, 0, 1, -0.00001m, 0, null, null),
                new("BRAV", "_A", MarketSegment.Smart, 5, 4, 240, 188, 1.500001m, 0.000001m, null, null),
            ],
            rows
        );
    }

    [Theory]
    [InlineData(200, 200, false)]
    [InlineData(200, 4799, false)]
    [InlineData(100, 4800, true)]
    [InlineData(101, 4801, true)]
    public void A_standard_is_met_from_its_share_of_the_expected_values_on(int meters, int received, bool met)
    {
        var row = Assert.Single(
            CompletenessReport.Create(
                Reference(new Registration("ALFA", "_A", MarketSegment.Smart, 200, default)),
                [new("ALFA", "_A", MarketSegment.Smart, meters, 0, 0, received)]
            ),
            row => row.Segment == MarketSegment.Smart
        );
        Assert.Equal((null, null), (row.Standard, row.MeetsStandard));
        var judged = CompletenessReport.Create(
            Judged([new("completenessStandardSmart", "0.5", default)], new Registration("ALFA", "_A", MarketSegment.Smart, 200, default)),
            [new("ALFA", "_A", MarketSegment.Smart, meters, 0, 0, received)]
        );
        Assert.Equal((0.5m, met), (judged[0].Standard, judged[0].MeetsStandard));
    }

    [Theory]
    [InlineData("2026-03-29", 46)]
    [InlineData("2026-06-16", 48)]
    [InlineData("2026-10-25", 50)]
    public void A_meter_is_expected_to_report_every_period_of_the_day(string day, int periods)
    {
        var reference = new ReferenceData { Registrations = [new("ALFA", "_A", MarketSegment.Smart, 3, default)] };
        var row = Assert.Single(CompletenessReport.Create(reference.On(SettlementDay.Parse(day)), []));
        Assert.Equal((3 * periods, 0), (row.ExpectedValues, row.ReceivedValues));
    }

    private static MarketDay Reference(params Registration[] registrations) => Judged([], registrations);

    private static MarketDay Judged(Parameter[] parameters, params Registration[] registrations) =>
        new ReferenceData { Registrations = registrations, Parameters = parameters }.On(Day);
}
