using System.Text;

namespace Settlement.Attack;

/// <summary>Requests put together at random from what addresses, queries and bodies are made of, good and bad.</summary>
internal static class RandomRequests
{
    private static readonly string[] Routes =
    [
        "api/settlement/{day}",
        "api/settlement/{day}/latest",
        "api/settlement/{day}/{run}",
        "api/settlement/{day}/{run}/periods/{period}",
        "api/settlement/{day}/{run}/parties/{party}",
        "api/settlement/{day}/{run}/parties/{party}.csv",
        "api/reconciliation/{day}",
        "api/reconciliation/{day}/movement",
        "api/reconciliation/{day}/movement/meters",
        "api/completeness/{day}",
        "api/completeness/{day}/missing",
        "api/readings/{mpan}/{day}",
        "api/rejects",
        "api/live/{day}",
        "api/load-shapes/{day}",
        "api/calendar",
        "api/audit",
        "api/partitions",
        "api/reference/{set}",
        "api/dashboard",
        "api/health/live",
        "runtime/webhooks/durabletask/instances",
        "runtime/webhooks/durabletask/instances/{text}",
        "admin/functions",
        "admin/host/status",
        "api/{text}",
        "{text}/{text}",
    ];

    private static readonly string[] Acts =
    [
        "api/settlement/{day}/{run}",
        "api/settlement/{day}/{run}/verify",
        "api/settlement/{day}/{run}/periods/{period}/dry",
        "api/rejects/replay",
        "api/partitions/{text}/{period}/set-aside",
        "api/reference/{set}",
        "runtime/webhooks/durabletask/orchestrators/CountCompleteness/{text}",
        "runtime/webhooks/durabletask/orchestrators/{text}",
        "runtime/webhooks/durabletask/instances/{text}/terminate",
        "runtime/webhooks/durabletask/instances/{text}/raiseEvent/{text}",
        "runtime/webhooks/durabletask/instances/{text}/{text}",
        "admin/functions/{text}",
    ];

    private static readonly string[] Days =
    [
        TargetHost.Day,
        TargetHost.Day,
        "2026-10-25",
        "2026-03-29",
        "0001-01-01",
        "9999-12-31",
        "-1-1-1",
    ];
    private static readonly string[] Runs = ["SF", "SF", "II", "R1", "R2", "R3", "RF", "DF", "D", "XX"];
    private static readonly string[] Parties = ["ALFA", "BRAV", "GENX", "NOPE"];
    private static readonly string[] Sets = ["participants", "gsp-groups", "bm-units", "holidays", "parameters", "meters", "nothing"];
    private static readonly string[] Names =
    [
        "limit",
        "continuation",
        "from",
        "to",
        "day",
        "run",
        "reason",
        "why",
        "by",
        "version",
        "top",
        "showInput",
        "showHistory",
        "runtimeStatus",
        "createdTimeFrom",
        "instanceIdPrefix",
        "supplier",
        "atLeastKwh",
        "restartWithNewInstanceId",
    ];
    private static readonly string[] Values =
    [
        "1",
        "1000",
        "0",
        "-1",
        "99999999999999999999",
        "abc",
        "",
        "true",
        "SF",
        "II",
        TargetHost.Day,
        "9999-12-31",
        "0001-01-01",
        "MTAw",
        "bWFkZSB1cA",
        "0-0-0",
        "%00",
        "%0D%0A",
        "%ED%A0%80",
        "%E2%80%8F",
        "'%22%3Cscript%3E",
        "not-json",
        "2026-10-24T00:00:00Z",
    ];
    private static readonly string[] Bodies =
    [
        "",
        "{}",
        "[]",
        "null",
        "1e400",
        "\"\\ud800\"",
        "{\"reason\":\"not-json\"}",
        "{\"reason\":1}",
        "{\"ids\":[null]}",
        "{\"ids\":[\"x\",\"readings-0-1-0\"]}",
        "{\"from\":0,\"to\":9223372036854775807,\"why\":\"x\"}",
        "{\"from\":-1,\"to\":1e9}",
        "{\"input\":\"{}\"}",
        "{\"Day\":\"2026-10-24\",\"Of\":\"SF-0001\",\"Cut\":{\"Readings\":[{}],\"Market\":[{}]}}",
        "id,name,role\nALFA,Alfa,supplier\n",
        "day,name\n2026-12-25,Christmas Day\n",
        "\u0000\u0001",
    ];

    public static Task SendAsync(AttackClient client, AttackOptions options, CancellationToken cancellationToken) =>
        Parallel.ForAsync(
            0,
            options.Requests,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken },
            async (number, token) =>
                await SendOneAsync(client, new Random(unchecked((options.Seed * 397) ^ (int)((uint)number * 2_654_435_761))), token)
        );

    private static async Task SendOneAsync(AttackClient client, Random random, CancellationToken cancellationToken)
    {
        if (random.Next(5) > 0)
        {
            var path = Path(random, Pick(random, Routes)) + Query(random);
            await client.SendAsync(
                path.StartsWith("api/settlement/", StringComparison.Ordinal) ? "reports" : "other reads",
                "GET",
                path,
                null,
                cancellationToken
            );
            return;
        }

        var route = Pick(random, Acts);
        var usual = route.StartsWith("api/reference/", StringComparison.Ordinal) ? "PUT" : "POST";
        var method = random.Next(4) > 0 ? usual : Pick(random, "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE");
        using var body = new ByteArrayContent(Body(random));
        body.Headers.TryAddWithoutValidation(
            "Content-Type",
            Pick(random, "application/json", "application/json", "text/csv", "text/plain", "x")
        );
        await client.SendAsync("acts", method, Path(random, route) + Query(random), body, cancellationToken);
    }

    private static string Path(Random random, string route)
    {
        var path = new StringBuilder();
        foreach (var part in route.Split('/'))
        {
            var filled = part switch
            {
                "{day}" => Pick(random, Days),
                "{run}" => Pick(random, Runs),
                "{period}" => Pick(random, "1", "17", "48", "50", "0", "-1", "99999999999", "x"),
                "{party}" => random.Next(4) == 0 ? Text(random) : Pick(random, Parties),
                "{party}.csv" => Pick(random, Parties) + ".csv",
                "{mpan}" => Pick(random, "1200000000002", "1000000000003", "x"),
                "{set}" => Pick(random, Sets),
                "{text}" => Text(random),
                _ => part,
            };
            path.Append(path.Length == 0 ? "" : "/").Append(filled);
        }

        return path.ToString();
    }

    private static string Query(Random random)
    {
        var count = random.Next(4);
        return count == 0
            ? ""
            : "?" + string.Join('&', Enumerable.Range(0, count).Select(_ => $"{Pick(random, Names)}={Pick(random, Values)}"));
    }

    /// <summary>A few characters of all kinds, as an address has them.</summary>
    private static string Text(Random random)
    {
        var characters = Enumerable
            .Range(0, random.Next(1, 12))
            .Select(_ =>
                Pick(random, "a", "Z", "7", "-", "_", ".", " ", "'", "\"", "<", "\u0001", "\r\n", "é", "\u200F", "😀", "=", "@", "~")
            );
        return Uri.EscapeDataString(string.Concat(characters)).Replace("%2F", "", StringComparison.Ordinal);
    }

    private static byte[] Body(Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(Pick(random, Bodies));
        for (var changes = random.Next(3); changes > 0 && bytes.Length > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }
        return bytes;
    }

    private static T Pick<T>(Random random, params T[] all) => all[random.Next(all.Length)];
}
