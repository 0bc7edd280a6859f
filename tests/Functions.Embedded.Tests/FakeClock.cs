using Microsoft.Extensions.Time.Testing;

namespace Functions.Embedded.Tests;

/// <summary>A clock moved by tests.</summary>
internal static class FakeClock
{
    public static FakeTimeProvider At(string instant) =>
        new(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>
    /// Moves the clock in steps until something has happened. What waits for the clock may begin to wait a moment after the test sees
    /// its cause, so one step is not enough to be sure.
    /// </summary>
    public static async Task<T> AdvanceUntilAsync<T>(this FakeTimeProvider clock, Task<T> happened, TimeSpan step, int steps = 1_000_000)
    {
        for (var i = 0; i < steps && !happened.IsCompleted; i++)
        {
            clock.Advance(step);
            await Task.Yield();
        }

        return await happened.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
