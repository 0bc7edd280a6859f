using System.Net.Sockets;
using System.Text;

namespace Settlement.Attack;

/// <summary>What has sunk a host once, each with what must come of it.</summary>
internal static class KnownAttacks
{
    private const string Durable = "runtime/webhooks/durabletask/";
    private const string Kind = "known attacks";
    private const int Megabyte = 1 << 20;

    public static async Task SendAsync(
        AttackClient client,
        TargetHost host,
        Action<FormattableString> told,
        CancellationToken cancellationToken
    )
    {
        (string What, Func<Task> Send)[] attacks =
        [
            (
                "uploads that are too large, broken or endless, each with and without its length",
                () => UploadsAsync(client, cancellationToken)
            ),
            ("requests of other origins, hosts and types", () => ForeignOriginsAsync(client, cancellationToken)),
            ("orchestrations that cannot be shown, are large or have no input", () => OrchestrationsAsync(client, cancellationToken)),
            ("what is not there or out of range", () => RefusalsAsync(client, cancellationToken)),
            ("broken connections and slow bodies", () => ConnectionsAsync(client, host.Address, cancellationToken)),
        ];
        foreach (var (what, send) in attacks)
        {
            await send();
            told($"  {what}: {host.Megabytes()} MB");
        }
    }

    private static async Task UploadsAsync(AttackClient client, CancellationToken cancellationToken)
    {
        const string Meters = "mpan,supplier,gspGroup,llfc,segment,connection,domestic\n";
        (string What, string Set, Func<byte[]> Body, int Status)[] uploads =
        [
            ("60 MB of bad rows for parameters", "parameters", () => Filled("name,value\n", "alpha,much\n", 60 * Megabyte), 413),
            ("8 MB of bad rows for parameters", "parameters", () => Filled("name,value\n", "alpha,much\n", 8 * Megabyte), 400),
            ("60 MB of bad rows for meters", "meters", () => Filled(Meters, "1,2,3,4,5,6,7\n", 60 * Megabyte), 400),
            (
                "60 MB of rows of one key for meters",
                "meters",
                () => Filled(Meters, "1200000000002,ALFA,_A,1,smart,W,yes\n", 60 * Megabyte),
                400
            ),
            ("90 MB in one cell", "meters", () => Filled(Meters, "x", 90 * Megabyte), 413),
            ("60 MB in one cell", "meters", () => Filled(Meters, "x", 60 * Megabyte), 400),
            ("60 MB in one quoted cell", "loss-factors", () => Filled("distributor,llfc\n\"", "\n", 60 * Megabyte), 400),
            ("a row of 60 million cells", "meters", () => Filled(Meters, ",", 60 * Megabyte), 400),
            ("a record of quoted line ends", "meters", () => Filled(Meters, "\"\n\",", 60 * Megabyte), 400),
            ("a header of 8 million columns", "holidays", () => Filled("day,", "x,", 8 * Megabyte), 400),
            ("blank lines", "holidays", () => Filled("day,name\n", "\n", 8 * Megabyte), 200),
            ("bytes that are not UTF-8", "holidays", () => [0x64, 0xC3, 0x28], 400),
        ];
        foreach (var (what, set, body, status) in uploads)
        {
            foreach (var chunked in new[] { false, true })
            {
                using var content = new ByteArrayContent(body());
                content.Headers.ContentType = new("text/csv");
                (string, string)[] headers = chunked ? [("Transfer-Encoding", "chunked")] : [];
                var answered = await client.SendAsync(Kind, "PUT", $"api/reference/{set}", content, cancellationToken, headers);
                client.Expect(answered == status || (answered == 0 && status == 413), $"{what} is {status}, was {answered}");
            }
        }
    }

    private static async Task ForeignOriginsAsync(AttackClient client, CancellationToken cancellationToken)
    {
        (string, string)[] foreign =
        [
            ("Origin", "http://evil.example"),
            ("Origin", "null"),
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
            ("Host", "evil.example"),
        ];
        string[] acts =
        [
            $"api/settlement/{TargetHost.Day}/R1",
            "api/rejects/replay",
            "admin/functions/DriveSettlement",
            Durable + "orchestrators/SettlementRun_2/evil",
        ];
        foreach (var header in foreign)
        {
            foreach (var act in acts)
            {
                await ExpectAsync(client, "POST", act, null, 403, cancellationToken, header);
            }
            await ExpectAsync(client, "DELETE", Durable + "instances/x", null, 403, cancellationToken, header);
        }
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
        {
            await ExpectAsync(client, "POST", "api/rejects/replay", Body("""{"reason":"not-json"}""", type), 415, cancellationToken);
            await ExpectAsync(client, "POST", Durable + "orchestrators/CountCompleteness/form", Body("{}", type), 415, cancellationToken);
            await ExpectAsync(client, "POST", "admin/functions/CatchUp", Body("{}", type), 415, cancellationToken);
        }
    }

    private static async Task OrchestrationsAsync(AttackClient client, CancellationToken cancellationToken)
    {
        const string Start = Durable + "orchestrators/CountCompleteness/";
        string[] inputs = [Nested(63), Nested(60_000), """{"a":"\ud800"}""", """{"\udfff":1}""", "{", "nonsense"];
        for (var i = 0; i < inputs.Length; i++)
        {
            await ExpectAsync(client, "POST", $"{Start}input{i}", Body(inputs[i]), 400, cancellationToken);
        }
        string[] ids = ["a%01b", "a%0D%0ACritical:%20forged", "a%C3%A9", "a%E2%80%8Fb", "@x", "a%23b", "a%3Fb", new('a', 101)];
        foreach (var id in ids)
        {
            await ExpectAsync(client, "POST", Start + id, Body("{}"), 400, cancellationToken);
        }
        await ExpectAsync(client, "POST", Start + "large", Body($"\"{new string('x', 17 * Megabyte)}\""), 413, cancellationToken);
        for (var i = 0; i < 60; i++)
        {
            await ExpectAsync(client, "POST", $"{Start}megabyte{i}", Body($"\"{new string('x', Megabyte - 2)}\""), 202, cancellationToken);
        }
        for (var i = 0; i < 40; i++)
        {
            await ExpectAsync(client, "GET", Durable + "instances?top=1000", null, 200, cancellationToken);
            await ExpectAsync(client, "GET", Durable + "instances?top=1000&showInput=false", null, 200, cancellationToken);
        }
        foreach (var orchestrator in new[] { "CountCompleteness", "CountCompleteness_2", "ExplainMovement_2", "SettlementRun_2" })
        {
            await ExpectAsync(
                client,
                "POST",
                $"{Durable}orchestrators/{orchestrator}/empty-{orchestrator}",
                Body("{}"),
                202,
                cancellationToken
            );
        }
    }

    private static async Task RefusalsAsync(AttackClient client, CancellationToken cancellationToken)
    {
        (string Method, string Path, int Status)[] refused =
        [
            ("GET", "api/audit?to=9999-12-31", 400),
            ("GET", "api/audit?continuation=bWFkZSB1cA", 400),
            ("GET", "api/calendar?from=0001-01-01&to=9999-12-31", 400),
            ("POST", "api/settlement/9999-12-31/DF", 400),
            ("GET", Durable + "instances?top=abc", 400),
            ("GET", "api/nothing", 404),
            ("GET", "nothing", 404),
            ("POST", Durable + "instances/x/frobnicate", 404),
            ("PATCH", "api/audit", 404),
            ("GET", $"api/settlement/{TargetHost.Day}/SF/parties/%E2%80%8F%22=cmd()", 404),
        ];
        foreach (var (method, path, status) in refused)
        {
            await ExpectAsync(client, method, path, null, status, cancellationToken);
        }
        await ExpectAsync(client, "GET", Durable + "instances", null, 400, cancellationToken, ("x-ms-continuation-token", "zzzz"));
        await ExpectAsync(client, "POST", "api/rejects/replay", Body($"\"{new string('x', 3 * Megabyte)}\""), 413, cancellationToken);
    }

    /// <summary>Bodies that do not come, connections that end in the middle, and what is no HTTP at all.</summary>
    private static async Task ConnectionsAsync(AttackClient client, Uri address, CancellationToken cancellationToken)
    {
        const string Post =
            "POST /api/rejects/replay HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
        for (var i = 0; i < 500; i++)
        {
            using var gone = await ConnectAsync(address, cancellationToken);
            await gone.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Post + "{\"rea"), cancellationToken);
        }
        foreach (
            var garbage in new[]
            {
                "\0\0\0\0",
                "GET /%zz%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            }
        )
        {
            await client.SendRawAsync(Kind, address, garbage, cancellationToken);
        }
        var slow = Enumerable
            .Range(0, 200)
            .Select(_ => client.SendRawAsync("bodies that do not come", address, Post + "{", cancellationToken));
        foreach (var status in await Task.WhenAll(slow))
        {
            client.Expect(status is 408 or 0, $"a body that does not come is 408, was {status}");
        }
    }

    private static async Task ExpectAsync(
        AttackClient client,
        string method,
        string path,
        HttpContent? body,
        int status,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] headers
    )
    {
        using (body)
        {
            var answered = await client.SendAsync(Kind, method, path, body, cancellationToken, headers);
            client.Expect(
                answered == status || (answered == 0 && status == 413),
                $"{method} {(path.Length > 120 ? path[..120] : path)} is {status}, was {answered}"
            );
        }
    }

    internal static async Task<TcpClient> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellationToken);
        return client;
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static StringContent Body(string text, string type = "application/json")
    {
        var content = new StringContent(text, Encoding.UTF8);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static byte[] Filled(string start, string repeated, int length)
    {
        var bytes = new byte[length];
        var (head, unit) = (Encoding.UTF8.GetBytes(start), Encoding.UTF8.GetBytes(repeated));
        head.CopyTo(bytes, 0);
        for (var at = head.Length; at < length; at++)
        {
            bytes[at] = unit[(at - head.Length) % unit.Length];
        }
        return bytes;
    }
}
