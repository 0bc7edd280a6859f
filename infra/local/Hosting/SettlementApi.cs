using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Settlement.Domain.Calendar;

namespace Settlement.Local.Hosting;

/// <summary>The platform's HTTP functions, as the command line uses them.</summary>
internal sealed class SettlementApi(HttpClient client)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts a run, or joins one that runs, and waits for its end; a closed run is left as it is.</summary>
    /// <returns>The run's report.</returns>
    public async Task<JsonDocument> SettleAsync(SettlementDay day, string run, CancellationToken cancellation)
    {
        using var response = await client.PostAsync(new Uri($"api/settlement/{day}/{run}", UriKind.Relative), null, cancellation);
        if (response.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.Conflict))
            throw new InvalidOperationException(await DetailAsync(response, cancellation));
        while (true)
        {
            var report = await GetAsync($"api/settlement/{day}/{run}", cancellation);
            if (report.RootElement.GetProperty("state").GetString() != "running")
                return report;
            report.Dispose();
            await Task.Delay(LookAgain, cancellation);
        }
    }

    /// <summary>Recomputes a closed run.</summary>
    public async Task<JsonDocument> VerifyAsync(SettlementDay day, string run, CancellationToken cancellation)
    {
        using var response = await client.PostAsync(new Uri($"api/settlement/{day}/{run}/verify", UriKind.Relative), null, cancellation);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await DetailAsync(response, cancellation));
        return (await response.Content.ReadFromJsonAsync<JsonDocument>(cancellation))!;
    }

    /// <summary>Reads a report.</summary>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellation)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await DetailAsync(response, cancellation));
        return (await response.Content.ReadFromJsonAsync<JsonDocument>(cancellation))!;
    }

    /// <summary>Reads a list to its end, page by page.</summary>
    public async IAsyncEnumerable<JsonElement> ItemsAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var join = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        for (var continuation = string.Empty; continuation is not null;)
        {
            using var page = await GetAsync($"{path}{join}limit=1000{continuation}", cancellation);
            foreach (var item in page.RootElement.GetProperty("items").EnumerateArray())
                yield return item.Clone();
            continuation = page.RootElement.GetProperty("continuation").GetString() is { } next ? $"&continuation={next}" : null;
        }
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
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
