using System.Globalization;
using Spectre.Console;

namespace Settlement.Hosting.Reporting;

/// <summary>What is shown: progress bars on a terminal, plain lines otherwise; results alone when asked to be quiet.</summary>
public sealed class Screen
{
    private const string Columns = "COLUMNS";
    private const int PipeWidth = 160;

    private readonly bool _quiet;
    private readonly IAnsiConsole _console;

    public Screen(bool quiet)
        : this(quiet, MakeConsole()) { }

    internal Screen(bool quiet, IAnsiConsole console) => (_quiet, _console) = (quiet, console);

    /// <summary>Shows something by the way.</summary>
    public void Note(string markup)
    {
        if (!_quiet)
        {
            _console.MarkupLine(markup);
        }
    }

    /// <summary>Shows a result.</summary>
    public void Result(string text) => _console.WriteLine(text);

    /// <summary>Shows a table; the first column holds names, the others figures. What is too wide is continued below, never cut.</summary>
    public void Table(string title, IReadOnlyList<string> columns, IEnumerable<string[]> rows, bool leftAligned = false)
    {
        string[][] all = [.. rows];
        var above = title;
        foreach (var part in TableLayout.Fit(columns, all, _console.Profile.Width))
        {
            var table = new Table { Border = TableBorder.Simple };
            if (above.Length > 0 && above.Length <= part.Width)
            {
                table.Title = new TableTitle(Markup.Escape(above));
            }
            else if (above.Length > 0)
            {
                Result(above);
            }
            above = string.Empty;
            foreach (var (column, heading) in part.Columns.Zip(part.Headings))
            {
                table.AddColumn(
                    new TableColumn(Markup.Escape(heading))
                    {
                        Alignment = column == 0 || leftAligned ? Justify.Left : Justify.Right,
                        NoWrap = true,
                    }
                );
            }
            foreach (var row in all)
            {
                table.AddRow(part.Columns.Select(column => Markup.Escape(row[column])).ToArray());
            }
            Write(table, part.Width);
        }
    }

    /// <summary>Does something long of known or unknown size.</summary>
    public async Task<T> ProgressAsync<T>(string what, long? total, Func<IProgress<long>, Task<T>> work)
    {
        if (_quiet || !_console.Profile.Capabilities.Interactive)
        {
            var result = await work(new Counter(_ => { }));
            Note($"{what}: done.");
            return result;
        }

        return await _console
            .Progress()
            .HideCompleted(false)
            .StartAsync(async context =>
            {
                var task = context.AddTask(what, maxValue: total ?? 1);
                task.IsIndeterminate = total is null;
                var result = await work(
                    new Counter(done =>
                    {
                        task.Description = $"{what} {Figures.Count(done)}";
                        task.Value = total is null ? 0 : done;
                    })
                );
                (task.IsIndeterminate, task.Value) = (false, task.MaxValue);
                return result;
            });
    }

    /// <summary>Does something of which only the end can be reported.</summary>
    public async Task<T> WaitAsync<T>(string what, Func<Task<T>> work) =>
        _quiet || !_console.Profile.Capabilities.Interactive
            ? await work()
            : await _console.Status().StartAsync(Markup.Escape(what), _ => work());

    /// <summary>Something wider than the screen is broken by the screen; it would be cut otherwise.</summary>
    private void Write(Table table, int width)
    {
        var profile = _console.Profile;
        var usual = profile.Width;
        profile.Width = Math.Max(usual, width);
        _console.Write(table);
        profile.Width = usual;
    }

    private static IAnsiConsole MakeConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (
            int.TryParse(Environment.GetEnvironmentVariable(Columns), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && width > 0
        )
        {
            console.Profile.Width = width;
        }
        else if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PipeWidth;
        }
        return console;
    }

    private sealed class Counter(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
