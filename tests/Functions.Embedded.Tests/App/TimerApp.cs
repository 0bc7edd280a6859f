using Microsoft.Azure.Functions.Worker;

namespace Functions.Embedded.Tests.App;

public sealed class TimerApp(Recorder recorder)
{
    [Function("Hourly")]
    public Task Hourly([TimerTrigger("0 0 * * * *")] TimerInfo timer) => recorder.CallAsync("Hourly", timer);

    [Function("Configured")]
    public Task Configured([TimerTrigger("%ConfiguredSchedule%", UseMonitor = false)] TimerInfo timer) =>
        recorder.CallAsync("Configured", timer);
}
