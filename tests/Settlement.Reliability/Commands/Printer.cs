using System.Globalization;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Commands;

/// <summary>Tells how far a long command is, now and then, and all its counts at the end.</summary>
internal sealed class Printer(TextWriter output)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(20);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly Lock _gate = new();
    private TimeSpan _told;

    /// <summary>How long it has run.</summary>
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Prints a line if the last one was a while ago.</summary>
    public void Progress(Func<FormattableString> text)
    {
        lock (_gate)
        {
            if (Elapsed - _told < Between)
            {
                return;
            }
            _told = Elapsed;
            Line($"{_told:hh\\:mm\\:ss}  {text().ToString(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>Prints a line.</summary>
    public void Line(FormattableString text)
    {
        lock (_gate)
        {
            output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Prints every count.</summary>
    public void Counts(Tally tally)
    {
        foreach (var (what, count) in tally.All)
        {
            Line($"{count, 15:N0}  {what}");
        }
    }
}
