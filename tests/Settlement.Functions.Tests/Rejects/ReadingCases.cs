using System.Text;

namespace Settlement.Functions.Tests.Rejects;

/// <summary>Readings that are rejected, at 2026-06-20T06:00Z: every code of the contract, alone and together.</summary>
internal static class ReadingCases
{
    private static readonly Body Good = Body.Reading;

    public static RejectCases Cases { get; } = Make();

    /// <summary>How many values, as JSON.</summary>
    public static string Values(int count, string value = "1") => $"[{string.Join(',', Enumerable.Repeat(value, count))}]";

    private static RejectCases Make()
    {
        var cases = new RejectCases();
        NotJson(cases);
        WrongType(cases);
        MissingField(cases);
        UnknownValue(cases);
        BadMpan(cases);
        Lengths(cases);
        Periods(cases);
        Numbers(cases);
        Days(cases);
        Reference(cases);
        Together(cases);
        return cases;
    }

    private static void NotJson(RejectCases cases)
    {
        cases.AddRaw("text", "not-json", "meter readings");
        cases.AddRaw("an empty body", "not-json", "");
        cases.AddRaw("a body cut off", "not-json", Good.ToString()[..^1]);
        cases.AddRaw("text after the object", "not-json", Good + " x");
        cases.AddRaw("two objects", "not-json", $"{Good}{Good}");
        cases.AddRaw("an array cut off after a good object", "not-json", $"[{Good},");
        cases.AddRaw("NaN", "not-json", Good.Set("kwh", "[NaN]").ToString());
        cases.AddRaw("a comma too many", "not-json", Good.Set("kwh", "[1,]").ToString());
        cases.AddRaw("a number with a leading zero", "not-json", Good.Set("kwh", "[01]").ToString());
        cases.AddRaw("bytes that are not UTF-8", "not-json", [.. Encoding.UTF8.GetBytes("""{"mpan":"""), 0xC3, 0x28, (byte)'}']);
    }

    private static void WrongType(RejectCases cases)
    {
        cases.AddRaw("a string", "wrong-type", "\"readings\"");
        cases.AddRaw("a number", "wrong-type", "17");
        cases.AddRaw("null", "wrong-type", "null");
        foreach (var field in new[] { "mpan", "day", "clock", "flow", "supplier", "gspGroup", "llfc", "segment", "connection" })
        {
            cases.Add($"{field} is a number", "wrong-type", Good.Set(field, "12"));
            cases.Add($"{field} is null", "wrong-type", Good.Set(field, "null"));
        }

        foreach (
            var (what, json) in new[]
            {
                ("text", "\"1\""),
                ("a fraction", "1.0"),
                ("with an exponent", "1e0"),
                ("null", "null"),
                ("true", "true"),
            }
        )
        {
            cases.Add($"from is {what}", "wrong-type", Good.Set("from", json));
            cases.Add($"revision is {what}", "wrong-type", Good.Set("revision", json));
        }

        foreach (var json in new[] { "\"yes\"", "null", "1" })
        {
            cases.Add($"domestic is {json.Trim('"')}", "wrong-type", Good.Set("domestic", json));
        }
        foreach (var (what, json) in new[] { ("a number", "1"), ("null", "null"), ("an object", "{}") })
        {
            cases.Add($"kwh is {what}", "wrong-type", Good.Set("kwh", json));
            cases.Add($"quality is {what}", "wrong-type", Good.Set("quality", json));
        }

        cases.Add("a value as text", "wrong-type", Good.Set("kwh", "[1,\"2\"]"));
        cases.Add("a value that is true", "wrong-type", Good.Set("kwh", "[1,true]"));
        cases.Add("an array in kwh", "wrong-type", Good.Set("kwh", "[1,[2]]"));
        cases.Add("a null among the qualities", "wrong-type", Good.Set("quality", "[\"A\",null]"));
        foreach (var day in new[] { "2026-02-30", "2026-6-16", "16.06.2026", "2026-06-16T00:00:00Z", "" })
        {
            cases.Add($"the day '{day}'", "wrong-type", Good.Text("day", day));
        }
    }

    private static void MissingField(RejectCases cases)
    {
        foreach (var field in new[] { "mpan", "day", "kwh", "quality", "supplier", "gspGroup", "llfc", "segment", "connection" })
        {
            cases.Add($"without {field}", "missing-field", Good.Without(field));
        }
        cases.Add("an object without fields", "missing-field", new Body([]));
        cases.Add("names in another case", "missing-field", Good.Without("supplier").Set("Supplier", "\"ALFA\""));
        cases.Add("missing and of the wrong type", "missing-field wrong-type", Good.Without("supplier").Set("llfc", "31"));
    }

    private static void UnknownValue(RejectCases cases)
    {
        cases.Add("another clock", "unknown-value", Good.Text("clock", "UTC"));
        cases.Add("another flow", "unknown-value", Good.Text("flow", "Import"));
        cases.Add("another segment", "unknown-value", Good.Text("segment", "half-hourly"));
        cases.Add("another connection", "unknown-value", Good.Text("connection", "w"));
        cases.Add("another quality", "unknown-value", Good.Text("quality", "E7"));
        cases.Add("an empty quality", "unknown-value", Good.Text("quality", ""));
        cases.Add("another quality among good ones", "unknown-value", Good.Set("quality", "[\"A\",\"B\"]"));
        cases.Add(
            "several unknown words",
            "unknown-value",
            Good.Text("clock", "x").Text("flow", "x").Text("segment", "x").Text("connection", "x").Text("quality", "x")
        );
        cases.Add(
            "no checks by day with an unreadable clock",
            "unknown-value",
            Good.Text("clock", "gmt").Text("day", "2026-06-21").Text("supplier", "ZZZZ")
        );
    }

    private static void BadMpan(RejectCases cases)
    {
        var good = Meters.Number(1);
        cases.Add("12 digits", "bad-mpan", Good.Text("mpan", good[..^1]));
        cases.Add("14 digits", "bad-mpan", Good.Text("mpan", good + "0"));
        cases.Add("another check digit", "bad-mpan", Good.Text("mpan", good[..^1] + (char)('0' + ((good[^1] - '0' + 1) % 10))));
        cases.Add("a letter in the mpan", "bad-mpan", Good.Text("mpan", good[..5] + "O" + good[6..]));
        cases.Add("a space around the mpan", "bad-mpan", Good.Text("mpan", good + " "));
        cases.Add("an empty mpan", "bad-mpan", Good.Text("mpan", ""));
        cases.Add("a bad mpan of a distributor without classes", "bad-mpan loss-class-unknown", Good.Text("mpan", "99" + good[2..11]));
    }

    private static void Lengths(RejectCases cases)
    {
        cases.Add("no values", "wrong-length", Good.Set("kwh", "[]"));
        cases.Add("no values and no qualities", "wrong-length", Good.Set("kwh", "[]").Set("quality", "[]"));
        cases.Add("51 values", "wrong-length period-not-in-day", Good.Set("kwh", Values(51)));
        cases.Add("51 values on the long day", "wrong-length period-not-in-day", Good.Text("day", "2025-10-26").Set("kwh", Values(51)));
        cases.Add("too few qualities", "wrong-length", Good.Set("quality", "[\"A\"]"));
        cases.Add("too many qualities", "wrong-length", Good.Set("quality", "[\"A\",\"A\",\"A\"]"));
        cases.Add("no qualities", "wrong-length", Good.Set("quality", "[]"));
    }

    private static void Periods(RejectCases cases)
    {
        cases.Add("from 0", "period-not-in-day", Good.Set("from", "0"));
        cases.Add("from -1", "period-not-in-day", Good.Set("from", "-1"));
        cases.Add("from beyond 64 bits", "period-not-in-day", Good.Set("from", "99999999999999999999"));
        cases.Add("a value in period 49", "period-not-in-day", Good.Set("from", "48"));
        cases.Add("a null in period 49", "period-not-in-day", Good.Set("from", "48").Set("kwh", "[1,null]"));
        cases.Add("from 49", "period-not-in-day", Good.Set("from", "49").Set("kwh", "[1]"));
        cases.Add("47 values on the short day", "period-not-in-day", Good.Text("day", "2026-03-29").Set("kwh", Values(47)));
        cases.Add("period 51 of the long day", "period-not-in-day", Good.Text("day", "2025-10-26").Set("from", "50"));
        cases.Add("49 values of a UTC day", "period-not-in-day", Good.Text("clock", "utc").Set("kwh", Values(49)));
        cases.Add(
            "49 values of the UTC day on which the clocks go back",
            "period-not-in-day",
            Good.Text("clock", "utc").Text("day", "2025-10-26").Set("kwh", Values(49))
        );
        cases.Add("from 0 without a day", "missing-field period-not-in-day", Good.Without("day").Set("from", "0"));
    }

    private static void Numbers(RejectCases cases)
    {
        foreach (var value in new[] { "0.0001", "1e-4", "1.2345", "12.00010", "9999999.9999" })
        {
            cases.Add($"decimals of {value}", "too-many-decimals", Good.Set("kwh", $"[1,{value}]"));
        }
        foreach (var value in new[] { "-0.001", "-1", "-5e-1", "-1e8" })
        {
            cases.Add($"the value {value}", "negative", Good.Set("kwh", $"[1,{value}]"));
        }
        cases.Add("a negative revision", "negative", Good.Set("revision", "-1"));
        cases.Add("a negative value and revision", "negative", Good.Set("revision", "-1").Set("kwh", "[-1,-2]"));
        cases.Add("a negative export", "negative component-unknown", Good.Text("flow", "export").Set("kwh", "[-1,2]"));
        foreach (var value in new[] { "10000000.001", "10000001", "1e8", "1e400" })
        {
            cases.Add($"the size of {value}", "too-large", Good.Set("kwh", $"[1,{value}]"));
        }
        cases.Add("a known zero that is not zero", "not-zero", Good.Set("kwh", "[1,0]").Set("quality", "[\"Z\",\"E6\"]"));
        cases.Add("a revision beyond 64 bits", "too-large", Good.Set("revision", "9223372036854775808"));
        cases.Add("too large with too many decimals", "too-large too-many-decimals", Good.Set("kwh", "[10000000.0001,1]"));
        cases.Add("negative with too many decimals", "negative too-many-decimals", Good.Set("kwh", "[-0.0001,1]"));
    }

    private static void Days(RejectCases cases)
    {
        cases.Add("the day before 28 months ago", "day-too-old", Good.Text("day", "2024-02-19"));
        cases.Add("tomorrow", "day-in-future", Good.Text("day", "2026-06-21"));
        cases.Add(
            "a UTC day that runs over into tomorrow",
            "day-in-future",
            Good.Text("clock", "utc").Text("day", "2026-06-20").Set("kwh", Values(47))
        );
        foreach (var clock in new[] { "local", "utc" })
        {
            cases.Add($"the first day there is, {clock}", "day-too-old", Good.Text("day", "0001-01-01").Text("clock", clock));
            cases.Add(
                $"the last day there is, {clock}",
                "day-in-future",
                Good.Text("day", "9999-12-31").Text("clock", clock).Set("kwh", Values(48))
            );
        }
    }

    private static void Reference(RejectCases cases)
    {
        cases.Add("a supplier that is nobody", "supplier-unknown", Good.Text("supplier", "ZZZZ"));
        cases.Add("a supplier in another case", "supplier-unknown", Good.Text("supplier", "alfa"));
        cases.Add("a supplier before its first day", "supplier-unknown", Good.Text("supplier", "LATE").Text("day", "2026-06-14"));
        cases.Add(
            "a supplier before its first day, at UTC",
            "supplier-unknown",
            Good.Text("supplier", "LATE").Text("clock", "utc").Text("day", "2026-06-14").Set("kwh", Values(48))
        );
        cases.Add("a GSP Group that is none", "gsp-group-unknown", Good.Text("gspGroup", "_P"));
        cases.Add("a GSP Group after its last day", "gsp-group-unknown", Good.Text("gspGroup", "_C").Text("day", "2026-06-01"));
        cases.Add("a class that is none", "loss-class-unknown", Good.Text("llfc", "999"));
        cases.Add("a class without its leading zero", "loss-class-unknown", Good.Text("llfc", "31"));
        cases.Add("a class of another distributor", "loss-class-unknown", Good.Text("mpan", Meters.Complete("110000000001")));
        cases.Add("a class before its first day", "loss-class-unknown", Good.Text("llfc", "700").Text("day", "2026-06-09"));
        cases.Add("a class without a factor in one period", "loss-class-unknown", Good.Text("llfc", "020").Set("from", "20"));
        cases.Add(
            "a class after its last day in the second half of a UTC day",
            "loss-class-unknown",
            Good.Text("llfc", "700").Text("clock", "utc").Text("day", "2026-06-17").Set("from", "46")
        );
        cases.Add("no consumption component", "component-unknown", Good.Text("flow", "export"));
        cases.Add("no losses component", "component-unknown", Good.Text("flow", "export").Text("segment", "advanced"));
        cases.Add(
            "no component for one of the qualities",
            "component-unknown",
            Good.Text("flow", "export").Text("segment", "unmetered").Set("quality", "[\"A\",\"E1\"]")
        );
    }

    private static void Together(RejectCases cases)
    {
        cases.Add("half a character as a supplier", "supplier-unknown", Good.Set("supplier", "\"\\ud800\""));
        cases.Add("half a character as a quality", "unknown-value", Good.Set("quality", "[\"A\",\"\\udc00\"]"));
        cases.Add("half a character in a field's name", "supplier-unknown", Good.Set("\\ud800x", "1").Text("supplier", "ZZZZ"));
        cases.Add(
            "everything of reference data",
            "supplier-unknown gsp-group-unknown loss-class-unknown component-unknown",
            Good.Text("supplier", "ZZZZ").Text("gspGroup", "_Z").Text("llfc", "999").Text("flow", "export")
        );
        cases.Add(
            "most of what can be wrong",
            "bad-mpan wrong-length period-not-in-day too-many-decimals negative too-large day-too-old supplier-unknown gsp-group-unknown loss-class-unknown unknown-value missing-field wrong-type",
            Good.Text("mpan", "12")
                .Text("day", "2024-01-01")
                .Set("from", "47")
                .Set("kwh", "[0.0001,-1,10000001]")
                .Set("quality", "[\"A\"]")
                .Text("supplier", "ZZZZ")
                .Text("gspGroup", "_Z")
                .Text("llfc", "999")
                .Text("segment", "x")
                .Without("connection")
                .Set("domestic", "1")
        );
        cases.Add(
            "a refused value does not stop the others",
            "bad-mpan too-large day-in-future",
            Good.Text("mpan", "1234567890123").Text("mpan", "12").Set("kwh", "[99999999,1]").Text("day", "2026-07-01")
        );
        cases.Add("of a repeated name the last counts", "supplier-unknown", Good.Again("supplier", "\"ZZZZ\""));
    }
}
