using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Runs.Records;

namespace Settlement.Hosting;

/// <summary>The platform's HTTP functions, as the command line uses them.</summary>
public sealed class SettlementApi(HttpClient client)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts a run, or joins one that runs, and waits for its end; a closed run is left as it is.</summary>
    /// <returns>The run's report.</returns>
    public async Task<JsonDocument> SettleAsync(SettlementDay day, string run, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await client.PostAsync(new Uri($"api/settlement/{day}/{run}", UriKind.Relative), null, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.Conflict))
            {
                throw new InvalidOperationException(await DetailAsync(response, cancellationToken));
            }
            var report = await EndAsync(day, run, cancellationToken);
            // An attempt that has failed refuses the next one until its orchestration has ended too.
            if (response.StatusCode == HttpStatusCode.Accepted || State(report) != "failed")
            {
                return report;
            }
            report.Dispose();
            await Task.Delay(LookAgain, cancellationToken);
        }
    }

    /// <summary>Recomputes a closed run.</summary>
    public async Task<JsonDocument> VerifyAsync(SettlementDay day, string run, CancellationToken cancellationToken)
    {
        using var response = await client.PostAsync(
            new Uri($"api/settlement/{day}/{run}/verify", UriKind.Relative),
            null,
            cancellationToken
        );
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await DetailAsync(response, cancellationToken));
        }
        return (await response.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken))!;
    }

    /// <summary>Reads a report.</summary>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await DetailAsync(response, cancellationToken));
        }
        return (await response.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken))!;
    }

    /// <summary>Reads a list to its end, page by page.</summary>
    public async IAsyncEnumerable<JsonElement> ItemsAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var join = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (var continuation = string.Empty; continuation is not null; )
        {
            using var page = await GetAsync($"{path}{join}limit=1000{continuation}", cancellationToken);
            foreach (var item in page.RootElement.GetProperty("items").EnumerateArray())
            {
                yield return item.Clone();
            }
            continuation = page.RootElement.GetProperty("continuation").GetString() is { } next ? $"&continuation={next}" : null;
        }
    }

    private async Task<JsonDocument> EndAsync(SettlementDay day, string run, CancellationToken cancellationToken)
    {
        var broken = (string?)null;
        while (true)
        {
            var report = await GetAsync($"api/settlement/{day}/{run}", cancellationToken);
            if (State(report) != "running")
            {
                return report;
            }
            if (broken is not null)
            {
                throw new InvalidOperationException($"Run {run} of {day} broke off and its record could not be written: {broken}");
            }
            broken = await BreakAsync(
                new RunKey(day, run, report.RootElement.GetProperty("attempt").GetInt32()).InstanceId,
                cancellationToken
            );
            report.Dispose();
            await Task.Delay(LookAgain, cancellationToken);
        }
    }

    /// <summary>How an orchestration broke off; null while it goes on, and where keys keep it from being seen.</summary>
    private async Task<string?> BreakAsync(string instance, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(
            new Uri($"runtime/webhooks/durabletask/instances/{instance}", UriKind.Relative),
            cancellationToken
        );
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return null;
        }
        using var status = (await response.Content.ReadFromJsonAsync<JsonDocument>(cancellationToken))!;
        return $"{status.RootElement.GetProperty("runtimeStatus").GetString()}, {status.RootElement.GetProperty("output")}";
    }

    private static string? State(JsonDocument report) => report.RootElement.GetProperty("state").GetString();

    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var problem = JsonDocument.Parse(text);
            return problem.RootElement.GetProperty("detail").GetString()!;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: {text}";
        }
    }
}
