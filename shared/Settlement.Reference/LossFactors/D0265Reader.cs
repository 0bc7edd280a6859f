using System.Globalization;
using System.Text;
using NodaTime.Text;
using Settlement.Domain.Calendar;
using Settlement.Reference.Csv;
using Settlement.Reference.Sets;

namespace Settlement.Reference.LossFactors;

/// <summary>
/// Reads a D0265 line loss factor file in pool transfer format, as the distributors publish it:
/// <c>ZHD</c> header, <c>DIS|participant</c>, then <c>LLF|class</c>, <c>SDT|yyyymmdd</c>, <c>SPL|period|factor</c> …
/// and <c>ZPT|records|checksum</c>, the records counted with header and trailer.
/// </summary>
/// <remarks>
/// The checksum is not verified. The rule is said to be the exclusive or of the file's four-byte words; neither over
/// the stream nor over records padded to whole words, with or without header and line ends, does it give the trailer
/// of a published file, whose header carries no file id. The record count and the completeness of every day are verified.
/// </remarks>
internal sealed class D0265Reader
{
    private const int MaxProblems = 100;
    private const int TestFlag = 11;
    private static readonly LocalDatePattern DatePattern = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    private readonly string _name;
    private readonly List<ReferenceProblem> _problems = [];
    private readonly Dictionary<string, Dictionary<int, DayBands.Band[]>> _classes = new(StringComparer.Ordinal);
    private readonly ushort[] _periods = new ushort[SettlementDay.MaxPeriods];
    private int _line;
    private int _records;
    private string? _participant;
    private string? _llfc;
    private SettlementDay? _day;
    private int _dayLine;
    private int _repeated;
    private bool _trailer;

    private D0265Reader(string name) => _name = name;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ReferenceRejectedException">The file is refused; at most a hundred problems are named.</exception>
    public static LossFactorFile Read(string name, Stream content)
    {
        using var text = new StreamReader(content, Encoding.ASCII, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        return new D0265Reader(name).Read(text);
    }

    private LossFactorFile Read(StreamReader text)
    {
        while (text.ReadLine() is { } record && _problems.Count < MaxProblems)
        {
            _line++;
            if (record.Length == 0)
            {
                continue;
            }
            _records++;
            Take(record);
        }

        CloseDay();
        if (!_trailer && _problems.Count < MaxProblems)
        {
            Refuse("ZPT", "the trailer is missing; the file is cut off");
        }
        if (_classes.Count == 0 && _problems.Count == 0)
        {
            Refuse("SDT", "the file has no day");
        }
        if (_problems.Count > 0)
        {
            throw new ReferenceRejectedException(_problems);
        }

        var rows = _classes
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SelectMany(pair => DayBands.Rows(pair.Key, pair.Value))
            .ToArray();
        return new(_name, _participant!, DayBands.Ranges(_classes.Values.SelectMany(days => days.Keys).Distinct()), rows);
    }

    private void Take(ReadOnlySpan<char> record)
    {
        var kind = Field(record, 0);
        if (_trailer)
        {
            Refuse(kind, "a record follows the trailer");
        }
        else if ((_records == 1) != kind.SequenceEqual("ZHD"))
        {
            Refuse(kind, _records == 1 ? "the file does not begin with a ZHD header" : "a second header");
        }
        else if (kind.SequenceEqual("SPL"))
        {
            TakeFactor(record);
        }
        else if (kind.SequenceEqual("SDT"))
        {
            OpenDay(Field(record, 1));
        }
        else if (kind.SequenceEqual("LLF"))
        {
            OpenClass(Field(record, 1));
        }
        else if (kind.SequenceEqual("DIS"))
        {
            OpenDistributor(Field(record, 1));
        }
        else if (kind.SequenceEqual("ZPT"))
        {
            Finish(Field(record, 1));
        }
        else if (!kind.SequenceEqual("ZHD"))
        {
            Refuse(kind, "the record is unknown");
        }
        else if (!Field(record, 2).StartsWith("D0265", StringComparison.Ordinal))
        {
            Refuse(kind, $"the file is a '{Field(record, 2)}', not a D0265");
        }
        else if (Field(record, TestFlag).StartsWith("TR", StringComparison.OrdinalIgnoreCase))
        {
            Refuse(kind, $"the file is a test ('{Field(record, TestFlag)}'), not operational (OPER)");
        }
    }

    private void OpenDistributor(ReadOnlySpan<char> id)
    {
        CloseDay();
        _llfc = null;
        if (_participant is not null)
        {
            Refuse("DIS", $"a second distributor, '{id}'");
        }
        else if (id.IsEmpty)
        {
            Refuse("DIS", "the distributor is missing");
        }
        _participant = id.ToString();
    }

    private void OpenClass(ReadOnlySpan<char> id)
    {
        CloseDay();
        _dayLine = 0;
        _llfc = id.ToString();
        if (_participant is null)
        {
            Refuse("LLF", "a class before the distributor");
        }
        if (_llfc.Length == 0)
        {
            Refuse("LLF", "the class is missing");
        }
    }

    private void OpenDay(ReadOnlySpan<char> text)
    {
        CloseDay();
        if (_llfc is null)
        {
            Refuse("SDT", "a day before the class");
        }
        else if (DatePattern.Parse(text.ToString()) is not { Success: true, Value: var date })
        {
            Refuse("SDT", $"'{text}' is not a day, yyyymmdd");
        }
        else
        {
            _day = new(date);
        }

        _dayLine = _line;
        _repeated = 0;
        Array.Clear(_periods);
    }

    private void TakeFactor(ReadOnlySpan<char> record)
    {
        if (_day is null)
        {
            // A day that could not be read was reported; its periods would only repeat that.
            if (_dayLine == 0)
            {
                Refuse("SPL", "a factor before the day");
            }
            return;
        }

        var periodText = Field(record, 1);
        var factorText = Field(record, 2);
        if (
            !int.TryParse(periodText, NumberStyles.None, CultureInfo.InvariantCulture, out var period)
            || period is < 1 or > SettlementDay.MaxPeriods
        )
        {
            Refuse("SPL", $"'{periodText}' is not a Settlement Period");
        }
        else if (!LossFactorText.TryParse(factorText, out var thousandths))
        {
            Refuse("SPL", $"'{factorText}' is not a loss factor: {LossFactorText.Rule}");
        }
        else if (_periods[period - 1] != 0)
        {
            _repeated = period;
        }
        else
        {
            _periods[period - 1] = (ushort)thousandths;
        }
    }

    private void CloseDay()
    {
        if (_day is not { } closing || _llfc is not { } of)
        {
            return;
        }
        _day = null;
        var last = closing.Periods;
        var missing = 1 + _periods.AsSpan(0, last).IndexOf((ushort)0);
        var beyond = 1 + _periods.AsSpan(last).IndexOfAnyExcept((ushort)0);
        if (_repeated > 0)
        {
            RefuseDay($"period {_repeated} is there twice");
        }
        else if (missing > 0)
        {
            RefuseDay($"period {missing} is missing; the day has {last}");
        }
        else if (beyond > 0)
        {
            RefuseDay($"period {last + beyond} is there; the day has {last}");
        }
        else if (!DaysOf(of).TryAdd(closing.Number, DayBands.FromThousandths(_periods.AsSpan(0, last))))
        {
            RefuseDay("the day is there twice");
        }

        void RefuseDay(string reason) =>
            _problems.Add(new(ReferenceSets.LossFactors.Name, _dayLine, "SDT", $"{_name}: class {of}, {closing}: {reason}"));
    }

    private Dictionary<int, DayBands.Band[]> DaysOf(string of)
    {
        if (!_classes.TryGetValue(of, out var days))
        {
            _classes.Add(of, days = []);
        }
        return days;
    }

    private void Finish(ReadOnlySpan<char> count)
    {
        CloseDay();
        _trailer = true;
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var expected) || expected != _records)
        {
            Refuse("ZPT", $"the trailer counts '{count}' records, the file has {_records}");
        }
    }

    private void Refuse(ReadOnlySpan<char> record, string reason) =>
        _problems.Add(new(ReferenceSets.LossFactors.Name, _line, record.ToString(), $"{_name}: {reason}"));

    private static ReadOnlySpan<char> Field(ReadOnlySpan<char> record, int index)
    {
        for (; index > 0; index--)
        {
            var bar = record.IndexOf('|');
            if (bar < 0)
            {
                return default;
            }
            record = record[(bar + 1)..];
        }

        var end = record.IndexOf('|');
        return end < 0 ? record : record[..end];
    }
}
