using System.Globalization;
using System.IO.Compression;
using System.Text;
using Settlement.Domain.Calendar;
using Settlement.Reference.LossFactors;

namespace Settlement.Reference.Tests;

/// <summary>Builds D0265 files.</summary>
internal sealed class D0265Text
{
    private readonly List<string> _records = ["ZHD||D0265001|R|LOND|G|CAPG|20241001140406||||OPER"];

    public D0265Text Add(string record)
    {
        _records.Add(record);
        return this;
    }

    public D0265Text Day(SettlementDay day, IEnumerable<int> thousandths)
    {
        Add(string.Create(CultureInfo.InvariantCulture, $"SDT|{day.Date.Year:D4}{day.Date.Month:D2}{day.Date.Day:D2}"));
        var period = 0;
        foreach (var value in thousandths)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"SPL|{++period}|{value / 1000m}"));
        }
        return this;
    }

    public string Text(int? count = null) => string.Join('\n', _records.Append($"ZPT|{count ?? _records.Count + 1}|0")) + "\n";

    public LossFactorSource Source(string name = "test.ptf") => Source(Text(), name);

    public static LossFactorSource Source(string text, string name = "test.ptf") =>
        new(name, () => new MemoryStream(Encoding.ASCII.GetBytes(text)));

    public static LossFactorSource Zip(string name, params (string Name, string Text)[] members)
    {
        var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (member, text) in members)
            {
                using var writer = new StreamWriter(archive.CreateEntry(member).Open());
                writer.Write(text);
            }
        }

        return new(name, () => new MemoryStream(content.ToArray()));
    }
}
