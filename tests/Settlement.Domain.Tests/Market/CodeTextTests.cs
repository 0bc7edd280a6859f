using Settlement.Domain.Market;

namespace Settlement.Domain.Tests.Market;

public class CodeTextTests
{
    [Fact]
    public void Codes_are_those_of_the_contract_in_both_directions()
    {
        Same(["import", "export"], Flow.Import, Flow.Export);
        Same(["smart", "advanced", "unmetered"], MarketSegment.Smart, MarketSegment.Advanced, MarketSegment.Unmetered);
        Same(
            ["W", "L", "H", "E", "U"],
            ConnectionType.WholeCurrent,
            ConnectionType.LowVoltage,
            ConnectionType.HighVoltage,
            ConnectionType.ExtraHighVoltage,
            ConnectionType.Unmetered
        );
        Same(["A", "E"], QualityClass.Actual, QualityClass.Estimated);
        Same(["A", "Z", "E1", "E2", "E3", "E4", "E5", "E6"], Enum.GetValues<Quality>());
        Same(["supplier", "generation", "interconnector"], BmUnitKind.Supplier, BmUnitKind.Generation, BmUnitKind.Interconnector);
        Same(["P", "C"], EnergyAccount.Production, EnergyAccount.Consumption);
        Same(["supplier", "generator", "trader"], ParticipantRole.Supplier, ParticipantRole.Generator, ParticipantRole.Trader);
    }

    [Theory]
    [InlineData("Import")]
    [InlineData("import ")]
    [InlineData("")]
    [InlineData("0")]
    public void A_word_outside_the_list_is_refused(string text) => Assert.False(CodeText.TryParse<Flow>(text, out _));

    [Fact]
    public void Readings_and_known_zeros_are_actual_and_all_else_is_estimated() =>
        Assert.Equal([Quality.A, Quality.Z], Enum.GetValues<Quality>().Where(q => q.Class() == QualityClass.Actual));

    private static void Same<T>(string[] codes, params T[] values)
        where T : struct, Enum
    {
        Assert.Equal(codes, CodeText.Codes<T>());
        Assert.Equal(codes, values.Select(value => value.Text()));
        Assert.Equal(values, codes.Select(code => CodeText.TryParse<T>(code, out var value) ? value : throw new ArgumentException(code)));
        Assert.Equal(codes.Length, Enum.GetValues<T>().Length);
    }
}
