namespace Settlement.Domain.Tests.Cases;

/// <summary>A scenario file as it is written: README.md of Scenarios gives the format.</summary>
internal sealed class ScenarioText
{
    private const string Heading = "# ";
    private const string SectionHeading = "## ";
    private const string BasedOnHeading = "based on: ";

    private readonly string _file;
    private readonly Dictionary<string, Section> _sections = [];
    private bool _hasSentence;
    private int _line;

    /// <exception cref="FormatException">The lines are not in that format; the message names file and line.</exception>
    public ScenarioText(string file, IEnumerable<string> lines)
    {
        _file = file;
        Section? section = null;
        foreach (var line in lines)
        {
            _line++;
            if (line.Length == 0)
            {
                continue;
            }

            if (line.StartsWith(SectionHeading, StringComparison.Ordinal))
            {
                section = Open(line[SectionHeading.Length..], section);
            }
            else if (section is not null)
            {
                AddTo(section, line);
            }
            else
            {
                AddToHead(line);
            }
        }

        CheckHeader(section);
        if (!_hasSentence)
        {
            throw Error("below the title, a sentence must say what the file shows");
        }
    }

    public string Title { get; private set; } = string.Empty;

    /// <summary>The file whose <c>given</c> sections hold where this one has none.</summary>
    public string? BasedOn { get; private set; }

    /// <summary>Table → rows, of the <c>given</c> sections that the file has.</summary>
    public IEnumerable<(string Table, IReadOnlyList<string> Rows)> Given => Of("given");

    /// <summary>Sheet → rows, of the <c>then</c> sections that the file has.</summary>
    public IEnumerable<(string Sheet, IReadOnlyList<string> Rows)> Then => Of("then");

    private IEnumerable<(string Name, IReadOnlyList<string> Rows)> Of(string kind) =>
        _sections.Values.Where(section => section.Kind == kind).Select(section => (section.Name, (IReadOnlyList<string>)section.Rows));

    private void AddToHead(string line)
    {
        if (Title.Length == 0)
        {
            Title =
                line.StartsWith(Heading, StringComparison.Ordinal) && line.Length > Heading.Length
                    ? line[Heading.Length..]
                    : throw Error($"the first line must be a title, '# …', not '{line}'");
        }
        else if (!line.StartsWith(BasedOnHeading, StringComparison.Ordinal))
        {
            _hasSentence = true;
        }
        else if (BasedOn is null)
        {
            BasedOn = line[BasedOnHeading.Length..];
        }
        else
        {
            throw Error("a scenario is based on one file");
        }
    }

    private Section Open(string heading, Section? before)
    {
        CheckHeader(before);
        var (kind, name) = heading.Split(' ') is [var first, var second] ? (first, second) : (string.Empty, string.Empty);
        var columns = kind switch
        {
            "given" when Cases.Given.Columns.TryGetValue(name, out var of) => string.Join(',', of),
            "then" when Sheets.Columns.TryGetValue(name, out var of) => of,
            _ => throw Error($"there is no section '{heading}'"),
        };
        if (kind == "given" && before is { Kind: "then" })
        {
            throw Error($"'{heading}' must come before the first 'then' section");
        }

        var section = new Section(kind, name, columns);
        return _sections.TryAdd(heading, section) ? section : throw Error($"a second section '{heading}'");
    }

    private void CheckHeader(Section? section)
    {
        if (section is { HasHeader: false })
        {
            throw Error($"'{section.Kind} {section.Name}' must begin with the columns {section.Columns}");
        }
    }

    private void AddTo(Section section, string line)
    {
        if (!section.HasHeader)
        {
            section.HasHeader = line == section.Columns ? true : throw Error($"the columns must be {section.Columns}, not {line}");
        }
        else if (line.Count(c => c == ',') != section.Columns.Count(c => c == ','))
        {
            throw Error($"'{line}' must have the columns {section.Columns}");
        }
        else
        {
            section.Rows.Add(line);
        }
    }

    private FormatException Error(string what) => new($"{_file}, line {_line}: {what}.");

    private sealed record Section(string Kind, string Name, string Columns)
    {
        public bool HasHeader { get; set; }

        public List<string> Rows { get; } = [];
    }
}
