using System.Text.RegularExpressions;

namespace Settlement.Functions.Tests.Conventions;

/// <summary>What the sources must not contain.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void Functions_are_the_same_source_for_both_hosts() => Assert.Empty(Hits(Directive(), "functions"));

    [Fact]
    public void No_binary_floating_point_in_what_settles() => Assert.Empty(Hits(BinaryFloat(), "shared"));

    [Theory]
    [InlineData("var x = 1.5;")]
    [InlineData("double x = 1;")]
    [InlineData("var x = 2e-3 + y;")]
    [InlineData("(float)x")]
    [InlineData("Math.Pow(x, 2)")]
    public void Binary_floating_point_is_recognised(string line) => Assert.Matches(BinaryFloat(), line);

    [Theory]
    [InlineData("var x = 1.5m;")]
    [InlineData("var x = 0x1e5 + 1_000;")]
    [InlineData("items[1..5]")]
    public void Other_numbers_are_not_taken_for_it(string line) => Assert.DoesNotMatch(BinaryFloat(), line);

    private static List<string> Hits(Regex pattern, params string[] folder)
    {
        var sources = Repository.Sources(folder).ToList();
        Assert.NotEmpty(sources);
        return
        [
            .. sources.SelectMany(file =>
                File.ReadLines(file)
                    .Select((line, i) => (Line: CommentsAndText().Replace(line, ""), Number: i + 1))
                    .Where(line => pattern.IsMatch(line.Line))
                    .Select(line => $"{Path.GetFileName(file)}:{line.Number}: {line.Line.Trim()}")
            ),
        ];
    }

    [GeneratedRegex(@"""(\\.|[^""\\])*""|//.*$")]
    private static partial Regex CommentsAndText();

    [GeneratedRegex(@"^\s*#\s*(if|elif|else|define)\b")]
    private static partial Regex Directive();

    [GeneratedRegex(
        @"\b(double|float|Double|Single|Half)\b(?!\()|\bMath\s*\.\s*(Pow|Sqrt|Log\w*|Exp)\b|(?<![\w.])\d[\d_]*\.\d[\d_]*([eE][+-]?\d+)?(?![\d_]*[mM\d_])|(?<![\w.])\d[\d_]*[eE][+-]?\d+(?![mM\d])"
    )]
    private static partial Regex BinaryFloat();
}
