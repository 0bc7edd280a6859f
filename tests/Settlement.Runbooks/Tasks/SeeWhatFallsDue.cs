using Settlement.Runbooks.Making;

namespace Settlement.Runbooks.Tasks;

/// <summary>The calendar, and the figures that hold now.</summary>
public sealed class SeeWhatFallsDue : Runbook
{
    /// <inheritdoc/>
    public override string FileName => "calendar.md";

    /// <inheritdoc/>
    public override string Title => "See what falls due, and which figures hold";

    /// <inheritdoc/>
    protected override async Task WriteAsync(RunbookPage page, RunbookHost host)
    {
        page.Text(
            "Which runs fall due on some dates, by the timetable and the bank holidays that are loaded. After a weekend several Settlement Days fall due on one day:"
        );
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/api/calendar?from=2027-07-12&to=2027-07-15' | jq -r '.items[] | select(.run == \"II\") | \"\\(.due)  \\(.day)  \\(.run)\"'"
        );
        page.Text("A Settlement Day keeps the runs of the timetable that was in force on it:");
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/api/calendar?from=2027-07-01&to=2028-09-30&limit=1000' | jq -r '.items[] | select(.day == \"2027-07-01\" or .day == \"2027-07-02\") | \"\\(.day)  \\(.run)  \\(.due)\"' | sort"
        );
        await host.SendDayAsync();
        page.Text(
            "The timers `DriveSettlement` and `Reconcile` start what is due from the day on that the setting `Settlement__FirstDay` names. A run may be started by hand at any time; say why:"
        );
        await page.CommandAsync(
            "curl -s -X POST 'http://localhost:7071/api/settlement/2026-06-16/II?why=asked%20for%20by%20ALFA' | jq -r .id"
        );
        await host.EndOfAsync("settle-2026-06-16-II-1");
        page.Text("The figures that hold are those of the best closed run:");
        await page.CommandAsync(
            "curl -s 'http://localhost:7071/api/settlement/2026-06-16/latest?limit=1' | jq -c '.items[] | {day, run, period, parties: [.parties[] | {party, net}]}'"
        );
        page.Text("Who asked, when and why is kept:");
        await page.CommandAsync("curl -s http://localhost:7071/api/audit | jq -c '.items[] | select(.what == \"start\")'");
    }
}
