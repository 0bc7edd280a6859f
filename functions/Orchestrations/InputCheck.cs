using Settlement.Domain.Calendar;
using Settlement.Domain.Timetable;
using Settlement.Ledger.Commits;

namespace Settlement.Functions.Orchestrations;

/// <summary>
/// Checks the parts of an orchestration's input while it is read. An operator may start an orchestration with any input; one that is none
/// fails at once and by its name, where activities that cannot use it would be retried.
/// </summary>
internal static class InputCheck
{
    private const int MaxSubject = 64;
    private const int MaxGroups = 1_024;

    public static string Day(string day) =>
        SettlementDay.TryParse(day, out _) ? day : throw Unfit("Day", day, "a Settlement Day, YYYY-MM-DD");

    public static string Run(string run, string name) =>
        RunType.Find(run) is not null ? run : throw Unfit(name, run, $"a run code: {string.Join(", ", RunType.Codes)}");

    public static int Attempt(int attempt, string name) => attempt >= 1 ? attempt : throw Unfit(name, attempt, "an attempt, from 1");

    public static int Groups(int groups) =>
        groups is >= 1 and <= MaxGroups ? groups : throw Unfit("Groups", groups, $"a number of groups, 1 to {MaxGroups}");

    public static int Periods(int periods) =>
        periods is >= 1 and <= SettlementDay.MaxPeriods
            ? periods
            : throw Unfit("Periods", periods, $"a number of Settlement Periods, 1 to {SettlementDay.MaxPeriods}");

    public static string Subject(string subject) =>
        subject is { Length: >= 1 and <= MaxSubject } && subject.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? subject
            : throw Unfit("Of", subject, "a run with its attempt, or the mark of a count");

    public static Cut Cut(Cut cut) =>
        cut is { Readings: { } readings, Market: { } market } && readings.Concat(market).All(each => each is not null)
            ? cut
            : throw Unfit("Cut", "incomplete", "how far each partition of both Event Hubs was ingested");

    public static T Part<T>(T? part, string name)
        where T : class => part ?? throw Unfit(name, null, "part of the input");

    private static ArgumentException Unfit(string name, object? value, string needed) =>
        new($"The orchestration's input cannot be used: '{name}' is {(value is null ? "missing" : $"'{value}'")}; it must be {needed}.");
}
