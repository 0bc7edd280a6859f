using System.Text;

namespace Settlement.Runbooks.Making;

/// <summary>A page that grows: text, and commands with what they really printed.</summary>
public sealed class RunbookPage(string title, RunbookHost host)
{
    private readonly StringBuilder _markdown = new($"# {title}\n");
    private readonly Normaliser _normaliser = new(host.Address);

    /// <summary>Adds a paragraph of Markdown.</summary>
    public void Text(string markdown) => _markdown.Append('\n').Append(markdown.ReplaceLineEndings("\n").Trim()).Append('\n');

    /// <summary>Adds a heading.</summary>
    public void Heading(string heading) => Text($"## {heading}");

    /// <summary>Gives a command to bash and adds it with its output. Addresses are written as <see cref="Normaliser.Published"/>.</summary>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public async Task CommandAsync(string command)
    {
        var output = await Shell.RunAsync(
            command.Replace(Normaliser.Published, host.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)
        );
        _markdown
            .Append("\n```console\n$ ")
            .Append(command)
            .Append('\n')
            .Append(_normaliser.Normalise(output).TrimEnd('\n'))
            .Append("\n```\n");
    }

    /// <inheritdoc/>
    public override string ToString() => _markdown.ToString();
}
