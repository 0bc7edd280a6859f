namespace Settlement.Runbooks.Making;

/// <summary>What an operator does in one case, as a page of commands with their real output. Each is a class in <c>Tasks/</c>; there is no other list of them.</summary>
public abstract class Runbook
{
    /// <summary>The page that lists all others.</summary>
    public const string IndexFile = "README.md";

    /// <summary>All runbooks in the order of their files.</summary>
    public static IReadOnlyList<Runbook> All { get; } =
    [
        .. typeof(Runbook)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Runbook)) && !type.IsAbstract)
            .Select(type => (Runbook)Activator.CreateInstance(type)!)
            .OrderBy(runbook => runbook.FileName, StringComparer.Ordinal),
    ];

    /// <summary>The file's name in <c>docs/runbooks</c>.</summary>
    public abstract string FileName { get; }

    /// <summary>The task, as a heading.</summary>
    public abstract string Title { get; }

    /// <summary>Makes the page on a host of its own.</summary>
    public async Task<string> MakeAsync()
    {
        await using var host = await RunbookHost.StartAsync();
        var page = new RunbookPage(Title, host);
        await WriteAsync(page, host);
        return page.ToString();
    }

    /// <summary>The page that lists all runbooks.</summary>
    public static string Index() =>
        $"""
            # Runbooks

            One page for each task of an operator. Commands and outputs are real: `dotnet run --project tests/Settlement.Runbooks -c Release -- write` gives
            the commands to a host and writes the pages, and a test holds them. Times of day and random ids are replaced by fixed ones, and a fault that a page
            needs is made in the host that makes the page. In Azure the addresses begin with the function app's, `/api` needs a function key
            or a signed-in principal, and `/runtime/webhooks/durabletask` the system key of the Durable extension (`?code=`).

            {string.Join('\n', All.Select(runbook => $"- [{runbook.Title}]({runbook.FileName})"))}

            """;

    /// <summary>Writes text, gives commands and makes on the host what a task presupposes.</summary>
    protected abstract Task WriteAsync(RunbookPage page, RunbookHost host);
}
