using System.Text;
using Settlement.Functions.Reports;

namespace Settlement.Functions.Tests.Http;

/// <summary>A report as CSV is opened in spreadsheets, which take some cells for formulas.</summary>
public sealed class PartyCsvTests
{
    [Theory]
    [InlineData("ALFA", "ALFA")]
    [InlineData("=cmd()", "'=cmd()")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tA", "'\tA")]
    [InlineData("=\"A\",B", "\"'=\"\"A\"\",B\"")]
    public void A_code_that_begins_as_a_formula_gets_an_apostrophe_and_figures_stay(string party, string cell)
    {
        var row = new PartyItem(1, party, -1.5m, 0, 0, 0, 0, 0, 0, -2m, []);
        var line = Encoding.UTF8.GetString(PartyCsv.Write([row])).Split('\n')[1];
        Assert.StartsWith($"1,{cell},-1.5,0,", line, StringComparison.Ordinal);
    }
}
