using System.Text;

namespace Settlement.Reference.Csv;

/// <summary>
/// The records of a CSV text (RFC 4180) with the line on which each begins; blank lines are left out. It reads as it goes and holds one
/// record at a time, of which neither the cells nor their number can make it large.
/// </summary>
internal sealed class CsvLines
{
    /// <summary>How many characters a cell may have.</summary>
    public const int MaxCell = 4_096;

    /// <summary>How many cells of a record are kept; the rest are counted.</summary>
    public const int MaxCells = 64;

    private const int End = -1;

    private readonly TextReader _text;
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _cell = new();
    private readonly List<string> _cells = [];
    private int _at;
    private int _filled;
    private int _line = 1;

    private CsvLines(TextReader text) => _text = text;

    public static IEnumerable<CsvLine> Read(TextReader text)
    {
        var lines = new CsvLines(text);
        if (lines.Peek() == '\uFEFF')
        {
            lines.Next();
        }
        while (lines.Peek() != End)
        {
            var line = lines.ReadRecord();
            if (line.TooLong || line.Count > 1 || line.Cells[0].Length > 0 || line.Broken)
            {
                yield return line;
            }
            if (line.TooLong)
            {
                yield break;
            }
        }
    }

    private CsvLine ReadRecord()
    {
        var (start, count, broken) = (_line, 0, false);
        _cells.Clear();
        while (true)
        {
            _cell.Clear();
            var fits = Peek() == '"' ? ReadQuoted(ref broken) : ReadPlain(ref broken);
            if (!fits)
            {
                return new(start, [], 0, broken, TooLong: true);
            }
            count++;
            if (_cells.Count < MaxCells)
            {
                _cells.Add(_cell.ToString());
            }
            if (Peek() != ',')
            {
                EndLine();
                return new(start, [.. _cells], count, broken);
            }
            Next();
        }
    }

    /// <summary>Reads up to the end of the cell; false where it is too long.</summary>
    private bool ReadPlain(ref bool broken)
    {
        while (Peek() is not (',' or '\r' or '\n' or End))
        {
            var c = Next();
            broken |= c == '"';
            if (_cell.Length == MaxCell)
            {
                return false;
            }
            _cell.Append(c);
        }

        return true;
    }

    private bool ReadQuoted(ref bool broken)
    {
        Next();
        while (true)
        {
            if (Peek() == End)
            {
                broken = true;
                return true;
            }
            var c = Next();
            if (c == '"')
            {
                if (Peek() != '"')
                {
                    break;
                }
                Next();
            }
            else if (c == '\n' || (c == '\r' && Peek() != '\n'))
            {
                _line++;
            }
            if (_cell.Length == MaxCell)
            {
                return false;
            }
            _cell.Append(c);
        }

        if (Peek() is ',' or '\r' or '\n' or End)
        {
            return true;
        }
        broken = true;
        return ReadPlain(ref broken);
    }

    private void EndLine()
    {
        if (Peek() == End)
        {
            return;
        }
        if (Next() == '\r' && Peek() == '\n')
        {
            Next();
        }
        _line++;
    }

    private int Peek()
    {
        if (_at == _filled)
        {
            (_at, _filled) = (0, _text.Read(_buffer, 0, _buffer.Length));
        }
        return _at < _filled ? _buffer[_at] : End;
    }

    private char Next()
    {
        var c = (char)Peek();
        _at++;
        return c;
    }
}

/// <summary>A record of a CSV text.</summary>
/// <param name="Number">The line on which it begins, from 1.</param>
/// <param name="Cells">Its cells, unquoted, up to <see cref="CsvLines.MaxCells"/>.</param>
/// <param name="Count">How many cells it has.</param>
/// <param name="Broken">Whether its quoting is wrong.</param>
/// <param name="TooLong">Whether one of its cells is too long; nothing after it is read.</param>
internal readonly record struct CsvLine(int Number, string[] Cells, int Count, bool Broken, bool TooLong = false);
