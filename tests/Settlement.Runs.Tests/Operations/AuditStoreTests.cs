using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Settlement.Runs.Audit;

namespace Settlement.Runs.Tests.Operations;

/// <summary>Acts are listed in their order.</summary>
public sealed class AuditStoreTests
{
    [Fact]
    public async Task Acts_stay_in_their_order_though_the_clock_stands_still_and_across_months()
    {
        var clock = new FakeTimeProvider(Decoding.Noon.AddDays(-1));
        var acts = new AuditStore(new InMemoryTableStore(), clock);
        for (var i = 0; i < 20; i++)
        {
            await acts.RecordAsync("ann", "start", $"{i:D2}", "", default);
        }
        clock.Advance(TimeSpan.FromDays(1));
        await acts.RecordAsync("bob", "verify", "20", "why not", default);

        var (from, to) = (new LocalDate(2026, 11, 30), new LocalDate(2026, 12, 1));
        Assert.Equal(Enumerable.Range(0, 21).Select(i => $"{i:D2}"), await ListAsync(acts, from, to, null));
        Assert.Equal(["20"], await ListAsync(acts, to, to, null));
        var marks = new List<string>();
        await foreach (var (mark, _) in acts.ListAsync(from, to, null, default))
        {
            marks.Add(mark);
        }
        Assert.Equal(Enumerable.Range(8, 13).Select(i => $"{i:D2}"), await ListAsync(acts, from, to, marks[7]));
    }

    private static async Task<List<string>> ListAsync(AuditStore acts, LocalDate from, LocalDate to, string? after)
    {
        var found = new List<string>();
        await foreach (var (_, act) in acts.ListAsync(from, to, after, default))
        {
            found.Add(act.Subject);
        }
        return found;
    }
}
