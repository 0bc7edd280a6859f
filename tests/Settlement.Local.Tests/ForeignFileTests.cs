using System.Text;
using Settlement.Hosting.Replay;

namespace Settlement.Local.Tests;

public sealed class ForeignFileTests : IDisposable
{
    private const string Header = "mpan,day,flow,supplier,gspGroup,llfc,segment,connection,domestic,quality,revision,kwh1,kwh2,kwh3";
    private const string Row = "1012345678903,2026-06-16,,ALFA,_A,W01,smart,W,,A,0";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("flow.txt", "ZHV|0000001|D0010002|D|UKDC|X|ALFA|20260616||||OPER\n026|1012345678903|V|\n", "industry data flow")]
    [InlineData("pretty.json", "[\n  {\n    \"mpan\": \"1012345678903\",\n    \"kwh\": [\n      1\n    ]\n  }\n]\n", "jq -c")]
    [InlineData("other.txt", "meter,when,value\n1,2026-06-16,5\n", "looks like CSV")]
    [InlineData("notes.txt", "nothing to see\nhere\n", "Each line")]
    public void A_file_of_something_else_is_refused_with_what_to_do(string name, string text, string told)
    {
        File.WriteAllText(_folder[name], text);

        var thrown = Assert.Throws<InvalidDataException>(() => ForeignFile.Refuse([_folder[name]]));

        Assert.Contains(name, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(told, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("--force", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UTF16_is_refused_with_what_to_do()
    {
        File.WriteAllText(_folder["wide.jsonl"], "{\"mpan\":\"1012345678903\"}\n", Encoding.Unicode);

        var thrown = Assert.Throws<InvalidDataException>(() => ForeignFile.Refuse([_folder["wide.jsonl"]]));

        Assert.Contains("UTF-16", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broken\n\n{\"mpan\":1}\n")]
    [InlineData("\uFEFF[{\"mpan\":1}]")]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("{\"mpan\":1}\r{\"mpan\":2}\r")]
    public void A_file_with_one_event_in_its_first_lines_is_sent(string text)
    {
        File.WriteAllText(_folder["readings.jsonl"], text);

        ForeignFile.Refuse([_folder["readings.jsonl"]]);
    }

    [Fact]
    public void Lines_that_end_with_carriage_returns_alone_are_lines()
    {
        File.WriteAllText(_folder["readings.jsonl"], "{\"mpan\":1}\r{\"mpan\":2}\r");

        Assert.Equal(
            [(1L, "{\"mpan\":1}"), (2L, "{\"mpan\":2}")],
            ReplayFile.ReadLines(_folder["readings.jsonl"], _ => { }).Select(line => (line.Number, Encoding.UTF8.GetString(line.Body)))
        );
    }

    [Fact]
    public void Cells_after_the_last_value_may_be_left_off_or_be_too_many_and_empty()
    {
        var all = string.Join(',', Enumerable.Range(4, 47).Select(i => $"kwh{i}"));
        File.WriteAllText(_folder["readings.txt"], $"{Header},{all}\n{Row},1,2\n{Row},1{new string(',', 60)}\n{Row}\n");

        var bodies = ReplayFile.Read(_folder["readings.txt"]).Select(body => Encoding.UTF8.GetString(body)).ToArray();

        Assert.Contains("\"kwh\":[1,2]", bodies[0], StringComparison.Ordinal);
        Assert.Contains("\"kwh\":[1]", bodies[1], StringComparison.Ordinal);
        Assert.Contains("\"kwh\":[]", bodies[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1012345678903,2026-06-16,,ALFA\n", "has 4 columns")]
    public void A_row_without_its_first_cells_is_an_error_with_its_line(string row, string told)
    {
        File.WriteAllText(_folder["readings.csv"], $"{Header}\n{Row},1\n{row}");

        var thrown = Assert.Throws<FormatException>(() => ReplayFile.Read(_folder["readings.csv"]).Count());

        Assert.Contains("Line 3", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(told, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_over_the_size_of_an_event_is_an_error_with_its_number()
    {
        File.WriteAllText(_folder["readings.jsonl"], $"{{}}\n[{new string(' ', 2_000_000)}]\n");

        var thrown = Assert.Throws<FormatException>(() => ReplayFile.Read(_folder["readings.jsonl"]).Count());

        Assert.Contains("Line 2", thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
