using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Periods;

/// <summary>The scenarios name a warning by its kind; its code, which an operator and a client read, is held here.</summary>
public sealed class CorrectionWarningTests
{
    [Theory]
    [InlineData("correction-outside-the-band")]
    [InlineData("correction-below-a-loaded-floor")]
    public void A_correction_outside_the_band_is_named_with_its_gsp_group(string scenario) =>
        Assert.Equal(
            [new SettlementIssue("correction-out-of-range", "_A")],
            Product.Settle(Scenario.Read(scenario).Given).Figures!.Warnings
        );

    [Fact]
    public void A_correction_on_the_edge_of_the_band_is_no_warning() =>
        Assert.Empty(Product.Settle(Scenario.Read("correction-on-the-edge-of-the-band").Given).Figures!.Warnings);
}
