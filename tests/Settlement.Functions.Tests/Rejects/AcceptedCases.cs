namespace Settlement.Functions.Tests.Rejects;

/// <summary>Messages just inside every limit: none of them may be rejected.</summary>
internal static class AcceptedCases
{
    private static readonly Body Good = Body.Reading;

    public static IReadOnlyList<string> Readings { get; } =
    [
        .. new[] { "0.1230", "1e-3", "1.000000", "1E+3", "10000000", "10000000.000", "0", "-0", "-0.0", "1e7", "0e99", "null" }.Select(
            value => Good.Set("kwh", $"[{value}]").ToString()
        ),
        .. new[] { "2024-02-20", "2026-06-20" }.Select(day => Good.Text("day", day).ToString()),
        Good.Text("clock", "utc").Text("day", "2026-06-20").Set("kwh", ReadingCases.Values(46)).ToString(),
        Good.Text("clock", "utc")
            .Text("day", "2026-06-20")
            .Set("kwh", $"[{string.Join(',', Enumerable.Repeat("1", 46))},null,null]")
            .ToString(),
        Good.Text("clock", "utc").Text("day", "2026-06-16").Set("kwh", ReadingCases.Values(48)).ToString(),
        Good.Text("day", "2025-10-26").Set("kwh", ReadingCases.Values(50)).ToString(),
        Good.Text("day", "2026-03-29").Set("kwh", ReadingCases.Values(46)).ToString(),
        Good.Set("from", "48").Set("kwh", "[1]").ToString(),
        Good.Set("quality", "[\"Z\",\"E6\"]").Set("kwh", "[0,1]").ToString(),
        Good.Text("supplier", "LATE").Text("day", "2026-06-15").ToString(),
        Good.Text("gspGroup", "_C").Text("day", "2026-05-31").ToString(),
        Good.Text("llfc", "700").Text("clock", "utc").Text("day", "2026-06-17").Set("from", "46").Set("kwh", "[1,null]").ToString(),
        Good.Text("llfc", "020").Set("from", "19").Set("kwh", "[1,2,null]").ToString(),
        Good.Text("flow", "export").Text("segment", "unmetered").Text("connection", "U").ToString(),
        Good.Text("flow", "export").Text("segment", "unmetered").Set("kwh", "[1,null]").Set("quality", "[\"A\",\"E1\"]").ToString(),
        Good.Set("domestic", "true").Set("revision", "99999999999").ToString(),
        Good.Again("unknown", "{\"deep\":[[[[]]]]}").ToString(),
        Good.Set("kw\\u0068", "[1]").Without("kwh").ToString(),
        Good.Text("supplier", "\\u0041LFA").ToString(),
        Good.Set("kwh", "[0e-999999999999]").ToString(),
        Good.Text("supplier", "ZZZZ").Again("supplier", "\"ALFA\"").ToString(),
        "\uFEFF" + Good,
        $" [ {Good} , {Good} ] ",
        "[]",
    ];

    public static IReadOnlyList<string> Market { get; } =
    [
        Body.Take.Set("mwh", "-1000000").ToString(),
        Body.Take.Set("mwh", "0.000001").Set("estimated", "true").Set("revision", "3").ToString(),
        Body.Price.Set("buy", "-100000").Set("sell", "0.00001").ToString(),
        Body.Price.Text("day", "2027-01-01").ToString(),
        Body.Volume.Set("mwh", "-1.5").ToString(),
        Body.Volume.Text("bmUnit", "I_FRAN-1").Text("day", "2026-06-18").ToString(),
        Body.Balancing.Set("mwh", "-1.5").Text("bmUnit", "2__AALFA000").ToString(),
        Body.Contract.Set("mwh", "0").ToString(),
        Body.Contract.Text("day", "2026-12-31").Text("buyer", "LATE").ToString(),
        Body.Contract.Text("buyer", "GENX").ToString(),
        Body.Contract.Text("day", "9999-12-31").Set("period", "48").ToString(),
        Body.Take.Text("day", "2024-02-20").ToString(),
        Body.Take.Text("day", "2026-06-20").ToString(),
        Body.Take.Text("day", "2025-10-26").Set("period", "50").ToString(),
    ];
}
