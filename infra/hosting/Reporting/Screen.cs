using Spectre.Console;

namespace Settlement.Hosting.Reporting;

/// <summary>What is shown: progress bars on a terminal, plain lines otherwise; results alone when asked to be quiet.</summary>
public sealed class Screen(bool quiet)
{
    private readonly IAnsiConsole _console = MakeConsole();

    /// <summary>Shows something by the way.</summary>
    public void Note(string markup)
    {
        if (!quiet)
        {
            _console.MarkupLine(markup);
        }
    }

    /// <summary>Shows a result.</summary>
    public void Result(string text) => _console.WriteLine(text);

    /// <summary>Shows a table; the first column holds names, the others figures.</summary>
    public void Table(string title, IReadOnlyList<string> columns, IEnumerable<string[]> rows, bool leftAligned = false)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(title)) };
        for (var i = 0; i < columns.Count; i++)
        {
            table.AddColumn(
                new TableColumn(Markup.Escape(columns[i]))
                {
                    Alignment = i == 0 || leftAligned ? Justify.Left : Justify.Right,
                    NoWrap = true,
                }
            );
        }
        foreach (var row in rows)
        {
            table.AddRow(row.Select(Markup.Escape).ToArray());
        }
        _console.Write(table);
    }

    /// <summary>Does something long of known or unknown size.</summary>
    public async Task<T> ProgressAsync<T>(string what, long? total, Func<IProgress<long>, Task<T>> work)
    {
        if (quiet || !_console.Profile.Capabilities.Interactive)
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
        quiet || !_console.Profile.Capabilities.Interactive
            ? await work()
            : await _console.Status().StartAsync(Markup.Escape(what), _ => work());

    private static IAnsiConsole MakeConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = 160;
        }
        return console;
    }

    private sealed class Counter(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
