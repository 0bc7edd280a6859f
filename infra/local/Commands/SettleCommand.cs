using System.Text.Json;
using Settlement.Domain.Calendar;
using Settlement.Hosting;
using Settlement.Hosting.Reporting;

namespace Settlement.Local.Commands;

/// <summary>Runs one settlement and prints it; a closed run is printed as it was recorded.</summary>
internal static class SettleCommand
{
    public static async Task<int> RunAsync(
        LocalOptions options,
        Screen screen,
        SettlementDay day,
        string run,
        bool verify,
        string? json,
        CancellationToken cancellationToken
    )
    {
        await using var host = await LocalHost.StartAsync(options, cancellationToken);
        var api = new SettlementApi(host.Client);
        if (verify)
        {
            return await VerifyAsync(api, screen, day, run, cancellationToken);
        }

        using var report = await screen.WaitAsync($"Settling {run} of {day}", () => api.SettleAsync(day, run, cancellationToken));
        var state = report.RootElement.GetProperty("state").GetString();
        RunPrinter.Print(screen, report.RootElement);
        if (state is "closed" or "inexact" && json is not null)
        {
            await WritePeriodsAsync(api, day, run, json, cancellationToken);
        }
        return state switch
        {
            "closed" => ExitCode.Done,
            "inexact" => ExitCode.Inexact,
            _ => ExitCode.Error,
        };
    }

    private static async Task<int> VerifyAsync(
        SettlementApi api,
        Screen screen,
        SettlementDay day,
        string run,
        CancellationToken cancellationToken
    )
    {
        using var verified = await screen.WaitAsync(
            $"Recomputing {run} of {day} from every reading",
            () => api.VerifyAsync(day, run, cancellationToken)
        );
        var equal = verified.RootElement.GetProperty("equal").GetBoolean();
        screen.Result(
            equal
                ? $"{run} of {day}: recomputed from every reading, equal to the last byte."
                : $"{run} of {day}: DIFFERENT. {verified.RootElement.GetProperty("difference").GetString()}"
        );
        return equal ? ExitCode.Done : ExitCode.Error;
    }

    private static async Task WritePeriodsAsync(
        SettlementApi api,
        SettlementDay day,
        string run,
        string path,
        CancellationToken cancellationToken
    )
    {
        await using var file = File.Create(path);
        await using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        for (var period = 1; period <= day.Periods; period++)
        {
            using var document = await api.GetAsync($"api/settlement/{day}/{run}/periods/{period}", cancellationToken);
            document.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}
