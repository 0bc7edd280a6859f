using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Settlement.Storage;
using Settlement.Storage.Sqlite;
using Settlement.Testing.App;

namespace Settlement.Runbooks.Making;

/// <summary>
/// The whole app for one page: the worked example's reference data, a clock that stands still except while something is waited for, and a store that
/// fails where a page wants it to.
/// </summary>
public sealed class RunbookHost : IAsyncDisposable
{
    /// <summary>The day that the clock shows.</summary>
    public const string Today = "2026-06-20";

    /// <summary>The Settlement Day of the worked example.</summary>
    public const string Day = WorkedExample.Day;

    private readonly string _folder;
    private readonly FakeTimeProvider _clock;
    private readonly SqliteTableStore _inner;
    private readonly FaultyStore _store;
    private AppHost _host;

    private RunbookHost(string folder, FakeTimeProvider clock, SqliteTableStore inner, FaultyStore store, AppHost host) =>
        (_folder, _clock, _inner, _store, _host) = (folder, clock, inner, store, host);

    /// <summary>Where it listens.</summary>
    public Uri Address => _host.Http.BaseAddress!;

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts a host with reference data and no events.</summary>
    public static async Task<RunbookHost> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("settlement-runbook-").FullName;
        var clock = new FakeTimeProvider(DateTimeOffset.Parse($"{Today}T06:00:00Z", CultureInfo.InvariantCulture));
        var inner = new SqliteTableStore(Path.Combine(folder, "ledger.db"));
        var store = new FaultyStore(inner);
        var host = await StartAsync(folder, clock, store);
        await host.LoadWorkedExampleAsync();
        return new RunbookHost(folder, clock, inner, store, host);
    }

    private static Task<AppHost> StartAsync(string folder, FakeTimeProvider clock, FaultyStore store) =>
        AppHost.StartAsync(folder, clock, builder => builder.Services.AddSingleton<ITableStore>(store));

    /// <summary>Sends all that a Settlement Day needs, but for what <paramref name="unless"/> picks out of the bodies, and waits until it is ingested.</summary>
    public async Task SendDayAsync(string day = Day, Func<string, bool>? unless = null)
    {
        await SendAsync("market", WorkedExample.Market(day).Where(body => unless?.Invoke(body) != true));
        await SendAsync("readings", WorkedExample.Readings(day).Where(body => unless?.Invoke(body) != true));
    }

    /// <summary>The market messages of a period of the worked example.</summary>
    public static string MarketOf(int period, string day = Day) => WorkedExample.Market(day).ElementAt(period - 1);

    /// <summary>A reading of meter 1, 2, … with one value.</summary>
    public static string Reading(int meter, string day = Day) =>
        Body.Reading.Text("mpan", Meters.Number(meter)).Text("day", day).Set("kwh", "[1]").ToString();

    /// <summary>Stops the host, deletes the files of a hub and starts the host again: the hub is made anew and holds nothing.</summary>
    public async Task RecreateHubAsync(string hub)
    {
        await _host.DisposeAsync();
        Directory.Delete(Path.Combine(_folder, "hubs", hub), recursive: true);
        _host = await StartAsync(_folder, _clock, _store);
    }

    /// <summary>Sends a late correction of the worked example and waits until it is ingested.</summary>
    public Task SendLateReadingAsync() => SendAsync("readings", [WorkedExample.LateReading()]);

    /// <summary>Sends events to partition 1 of a hub and waits until they are ingested.</summary>
    public async Task SendAsync(string hub, IEnumerable<string> bodies)
    {
        using var hang = new CancellationTokenSource(AppHost.Hang);
        await EnqueueAsync(hub, bodies);
        await _host.Hub.WaitUntilProcessedAsync(hub, hang.Token);
    }

    /// <summary>Sends events to partition 1 of a hub.</summary>
    public Task EnqueueAsync(string hub, IEnumerable<string> bodies) => _host.SendAsync(hub, bodies);

    /// <summary>Lets every write of a Settlement Period's result fail, as when storage cannot serve.</summary>
    public void FailPeriod(int period) =>
        _store.RowFault = (table, row) =>
            table == "results" && row.StartsWith($"period-{period:D2}", StringComparison.Ordinal)
                ? new TableUnavailableException(table, $"{Day}-SF-0001", "The server is busy.", new IOException("503"))
                : null;

    /// <summary>Lets every write of blocks of a Settlement Day fail, as when they cannot be stored for good.</summary>
    public void FailBlocks(string day) =>
        _store.Fault = (table, partition, write) =>
            write && table == "blocks" && partition.StartsWith(day, StringComparison.Ordinal)
                ? new ArgumentException("The block cannot be stored.")
                : null;

    /// <summary>Starts a run of the worked example's day and waits for its end.</summary>
    public async Task SettleAsync(string run)
    {
        using var response = await _host.Http.PostAsync(new Uri($"api/settlement/{Day}/{run}", UriKind.Relative), null);
        response.EnsureSuccessStatusCode();
        await EndOfAsync($"settle-{Day}-{run}-1");
    }

    /// <summary>
    /// Changes the first digit behind a text in a stored row. It is stored without the length and checksum that stand before it, as earlier
    /// versions stored values: with them the row would be found damaged, and there would be no other figure to look into.
    /// </summary>
    public async Task ChangeStoredAsync(string table, string partition, string row, string behind)
    {
        var entry = (await _inner.ReadAsync(table, partition, row, default))!;
        const int headerBytes = 24;
        var bytes = entry.Value[headerBytes..].ToArray();
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(behind)) + behind.Length;
        while (!char.IsAsciiDigit((char)bytes[at]))
        {
            at++;
        }
        bytes[at] = (byte)('0' + ((bytes[at] - '0' + 1) % 10));
        await _inner.WriteAsync(table, partition, [TableWrite.Put(row, bytes)], default);
    }

    /// <summary>Mends storage.</summary>
    public void Mend() => (_store.RowFault, _store.Fault) = (null, null);

    /// <summary>Moves the clock until an orchestration has ended, a second at a time where no other step is given.</summary>
    public Task EndOfAsync(string instance, TimeSpan? step = null) =>
        UntilAsync(
            async () =>
                (await GetAsync($"runtime/webhooks/durabletask/instances/{instance}")).GetProperty("runtimeStatus").GetString()
                    is "Completed"
                        or "Failed"
                        or "Terminated",
            step
        );

    /// <summary>Waits, with the clock standing still, until an answer is as it should be.</summary>
    public Task StandingUntilAsync(string path, Func<JsonElement, bool> isSo) =>
        UntilAsync(async () => isSo(await GetAsync(path)), TimeSpan.Zero);

    /// <summary>Moves the clock until an answer is as it should be.</summary>
    public Task UntilAsync(string path, Func<JsonElement, bool> isSo) => UntilAsync(async () => isSo(await GetAsync(path)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Mend();
        await _host.DisposeAsync();
        _inner.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan? step = null)
    {
        using var hang = new CancellationTokenSource(AppHost.Hang);
        while (!await isSo())
        {
            hang.Token.ThrowIfCancellationRequested();
            _clock.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private Task<JsonElement> GetAsync(string path) => _host.Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
}
