using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Functions.Tests.Support;
using Settlement.Hosting;
using Settlement.Storage;
using Settlement.Storage.Sqlite;

namespace Settlement.Functions.Tests.RealHost;

/// <summary>
/// What was asked of the real Functions host is asked of the embedded one, in the same order: the same status, the same headers, the same fields.
/// Errors have a problem body here, where the real host often has none.
/// </summary>
public sealed class RecordedAnswerTests : IAsyncLifetime
{
    private const string Run = "settle-2026-06-16-SF-1";
    private const string UnderWay = "settle-2026-06-15-II-1";

    /// <summary>
    /// Where this host answers otherwise, and with what. A call that does nothing, or more than was meant, is refused: an id that the documentation
    /// forbids, an orchestrator that does not exist, a filter that cannot be read, a function that nothing runs by hand.
    /// </summary>
    private static readonly Dictionary<string, int> Deviations = new()
    {
        ["root"] = 404,
        ["run an activity by hand"] = 400,
        ["run an HTTP function by hand"] = 400,
        ["start an unknown orchestrator"] = 400,
        ["start, not JSON"] = 400,
        ["id with a leading @"] = 400,
        ["id with 101 characters"] = 400,
        ["id with a hash"] = 400,
        ["id with a question mark"] = 400,
        ["id with a control character"] = 400,
        ["id with not ASCII"] = 400,
        ["list, unknown status"] = 400,
        ["list, bad time"] = 400,
        ["list, bad top"] = 400,
        ["list, top 0"] = 400,
        ["list, made-up token"] = 400,
    };

    private readonly TemporaryFolder _folder = new();
    private SqliteTableStore _inner = null!;
    private GatedStore _store = null!;
    private AppHost _host = null!;
    private JsonElement _keys;

    public async Task InitializeAsync()
    {
        _inner = new SqliteTableStore(_folder["ledger.db"]);
        _store = new GatedStore(_inner);
        _host = await AppHost.StartAsync(
            _folder.Path,
            new MarketClock(RunningHost.Morning),
            builder =>
            {
                builder.Configure(options => options.RequireKeys = true);
                builder.Services.AddSingleton<ITableStore>(_store);
            }
        );
        _keys = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(_folder["keys.json"]));
        _host.Http.DefaultRequestHeaders.Add("x-functions-key", _keys.Text("_master"));
        await _host.LoadWorkedExampleAsync();
        _host.Http.DefaultRequestHeaders.Clear();
    }

    public async Task DisposeAsync()
    {
        _store.Open();
        await _host.DisposeAsync();
        _inner.Dispose();
        _folder.Dispose();
    }

    [RecordingFact]
    public async Task The_embedded_host_answers_as_the_real_one()
    {
        var differences = new List<string>();
        foreach (var (number, recorded) in RecordedAnswer.Load(RecordedAnswer.FindFile()!).Index())
        {
            await PrepareAsync(recorded.What);
            using var answer = await AskAsync(recorded);
            var text = await answer.Content.ReadAsStringAsync();
            differences.AddRange(Differences(recorded, answer, text).Select(difference => $"{number} {recorded.What}: {difference}"));
        }

        Assert.Empty(differences);
    }

    /// <summary>Brings about what the recording came upon: a run that is held before its end, that ends, and another one that is held.</summary>
    private async Task PrepareAsync(string what)
    {
        switch (what)
        {
            case "completed":
                _store.Open();
                break;
            case "failed":
                _store.Close();
                using (var start = Request(HttpMethod.Post, "/api/settlement/2026-06-15/II", "default"))
                {
                    (await _host.Http.SendAsync(start)).EnsureSuccessStatusCode().Dispose();
                }
                break;
        }
    }

    /// <summary>Asks; the status of an instance until it is in the state that was recorded.</summary>
    private async Task<HttpResponseMessage> AskAsync(RecordedAnswer recorded)
    {
        using var hang = new CancellationTokenSource(AppHost.Hang);
        var state = StateOf(recorded.Answer);
        while (true)
        {
            using var request = Request(new HttpMethod(recorded.Method), Path(recorded), KeyName(recorded.Key));
            if (recorded.Body is not null)
            {
                request.Content = new StringContent(recorded.Body, Encoding.UTF8);
                request.Content.Headers.ContentType = recorded.ContentType is { } type ? new MediaTypeHeaderValue(type) : null;
            }
            foreach (var (name, value) in recorded.RequestHeaders)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
            var answer = await _host.Http.SendAsync(request, hang.Token);
            if (
                state is null
                || Deviations.ContainsKey(recorded.What)
                || StateOf(await answer.Content.ReadAsStringAsync(hang.Token)) == state
            )
            {
                return answer;
            }
            answer.Dispose();
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string? key)
    {
        var request = new HttpRequestMessage(method, new Uri(_host.Http.BaseAddress!, path));
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key == "wrong" ? key : _keys.Text(key));
        }
        return request;
    }

    private static IEnumerable<string> Differences(RecordedAnswer recorded, HttpResponseMessage answer, string text)
    {
        var status = Deviations.GetValueOrDefault(recorded.What, recorded.Status);
        if ((int)answer.StatusCode != status)
        {
            yield return $"{status}, ours {(int)answer.StatusCode}: {text}";
            yield break;
        }
        foreach (var (name, value) in recorded.Headers)
        {
            if (status == recorded.Status && HeaderDifference(name, value, answer) is { } difference)
            {
                yield return difference;
            }
        }
        if (status >= 300)
        {
            yield break;
        }
        if (recorded.Answer.StartsWith('['))
        {
            var (items, own) = (JsonLikeness.Items(recorded.Answer), JsonLikeness.Items(text));
            if (items.Count > 0 && own.Count > 0 && JsonLikeness.Difference(items[0], own[0]) is { } difference)
            {
                yield return difference;
            }
            yield break;
        }
        var events = JsonLikeness.Events(recorded.Answer);
        if (events.Count > 0)
        {
            var own = JsonLikeness.Events(text);
            foreach (var (type, one) in events.Where(each => own.ContainsKey(each.Key)))
            {
                if (JsonLikeness.Difference(one, own[type], type) is { } different)
                {
                    yield return different;
                }
            }
        }
        else if (recorded.Answer.Length > 0 && recorded.Headers["content-type"].StartsWith("application/json", StringComparison.Ordinal))
        {
            var different = JsonLikeness.Difference(
                JsonSerializer.Deserialize<JsonElement>(recorded.Answer),
                JsonSerializer.Deserialize<JsonElement>(text)
            );
            if (different is not null)
            {
                yield return different;
            }
        }
    }

    private static string? HeaderDifference(string name, string value, HttpResponseMessage answer)
    {
        var ours = answer
            .Headers.Concat(answer.Content.Headers)
            .FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Value?.FirstOrDefault();
        return name switch
        {
            // An error of this host is a problem, and whether a page has a next one is a matter of how many there are.
            "content-type" when (int)answer.StatusCode >= 400 => null,
            "x-ms-continuation-token" => null,
            "location" => ours is null ? "no location" : null,
            _ => ours == value ? null : $"{name} is '{value}', ours '{ours}'",
        };
    }

    private static string? StateOf(string json) =>
        json.StartsWith("{\"name\"", StringComparison.Ordinal) && json.Split("\"runtimeStatus\":\"") is [_, var rest, ..]
            ? rest[..rest.IndexOf('"', StringComparison.Ordinal)]
            : null;

    private static string Path(RecordedAnswer recorded)
    {
        var path = recorded
            .Path.Replace("settle-2026-10-24-R3-1", Run, StringComparison.Ordinal)
            .Replace("2026-10-24/R3", "2026-06-16/SF", StringComparison.Ordinal);
        return recorded.What == "start with an id" ? path : path.Replace("made-by-hand-1", UnderWay, StringComparison.Ordinal);
    }

    private static string? KeyName(string? key) =>
        key switch
        {
            "master" => "_master",
            "function" => "default",
            "durable extension" => "durabletask_extension",
            _ => key,
        };
}
