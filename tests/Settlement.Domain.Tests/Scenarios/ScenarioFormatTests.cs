using Settlement.Domain.Tests.Cases;

namespace Settlement.Domain.Tests.Scenarios;

public class ScenarioFormatTests
{
    private const string Head = "# A title\nWhat it shows.\n";
    private const string Takes = "## given takes\ngspGroup,mwh,estimated\n";
    private const string Price = "## given price\nbuy,sell\n";
    private const string Behind = "## then shortcomings\nkind,code,of\nmissing,price-missing,\n";

    [Fact]
    public void A_section_replaces_the_whole_one_that_it_is_based_on()
    {
        var shared = Head + Takes + "_A,1,no\n_B,2,no\n" + Price + "96.5,96.5\n## given behind\npartition\nreadings/3\n";
        var text = Text(Head + "based on: market\n" + Takes + "_C,3,yes\n\n" + Price + Behind);

        var scenario = Scenario.From(text, name => Text(shared, name));

        Assert.Equal(["_C,3,yes"], scenario.Given["takes"].Select(row => string.Join(',', row.Cells)));
        Assert.Empty(scenario.Given["price"]);
        Assert.Equal(["readings/3"], scenario.Given["behind"].Select(row => row["partition"]));
        Assert.Empty(scenario.Given["cells"]);
    }

    [Fact]
    public void A_sheet_without_a_section_must_come_out_empty()
    {
        var then = Scenario.From(Text(Head + Behind), Unread).Then;

        Assert.Equal(["missing,price-missing,"], then["shortcomings"]);
        Assert.All(Sheets.Columns.Keys.Where(sheet => sheet != "shortcomings"), sheet => Assert.Empty(then[sheet]));
    }

    [Fact]
    public void What_a_market_and_its_figures_print_is_what_the_file_holds()
    {
        var scenario = Scenario.Read("two-groups");

        var again = Scenario.From(Text(Head + scenario.Given + scenario.Then), Unread);

        Assert.Equal(scenario.Given.ToString(), again.Given.ToString());
        Assert.Equal(scenario.Then.ToString(), again.Then.ToString());
    }

    [Theory]
    [InlineData("A title\n", "line 1: the first line must be a title")]
    [InlineData("# A title\n" + Takes, "a sentence must say what the file shows")]
    [InlineData(Head + "based on: one\nbased on: two\n", "line 4: a scenario is based on one file")]
    [InlineData(Head + "## given take\n", "line 3: there is no section 'given take'")]
    [InlineData(Head + "## then takes\n", "line 3: there is no section 'then takes'")]
    [InlineData(Head + "## takes\n", "line 3: there is no section 'takes'")]
    [InlineData(Head + Takes + Takes, "line 5: a second section 'given takes'")]
    [InlineData(Head + Behind + Takes, "line 6: 'given takes' must come before the first 'then' section")]
    [InlineData(Head + "## given price\nsell,buy\n", "line 4: the columns must be buy,sell, not sell,buy")]
    [InlineData(Head + "## given price\n" + Takes, "line 4: 'given price' must begin with the columns buy,sell")]
    [InlineData(Head + "## given price\n", "line 3: 'given price' must begin with the columns buy,sell")]
    [InlineData(Head + Price + "96.5\n", "line 5: '96.5' must have the columns buy,sell")]
    [InlineData(Head + Behind + "missing,price-missing\n", "line 6: 'missing,price-missing' must have the columns kind,code,of")]
    public void A_file_that_is_not_in_the_format_is_refused_with_its_line(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Text(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_scenario_that_expects_nothing_is_refused() =>
        Assert.Equal("'A title' expects nothing.", Assert.Throws<FormatException>(() => Scenario.From(Text(Head + Takes), Unread)).Message);

    [Theory]
    [InlineData(Head + "based on: another\n")]
    [InlineData(Head + Behind)]
    public void A_shared_file_holds_a_market_only(string shared)
    {
        var text = Text(Head + "based on: market\n" + Behind);

        var error = Assert.Throws<FormatException>(() => Scenario.From(text, name => Text(shared, name)));

        Assert.Equal("'market', on which 'A title' is based, must hold 'given' sections only.", error.Message);
    }

    private static ScenarioText Text(string text, string file = "test.txt") => new(file, text.TrimEnd('\n').Split('\n'));

    private static ScenarioText Unread(string name) => throw new InvalidOperationException($"'{name}' is not to be read.");
}
