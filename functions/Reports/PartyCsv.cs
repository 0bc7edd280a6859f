using System.Buffers;
using System.Globalization;
using System.Text;
using Settlement.Storage.Json;

namespace Settlement.Functions.Reports;

/// <summary>A party's rows as CSV: the fields of the JSON item, those of its accounts with the account before them.</summary>
internal static class PartyCsv
{
    private static readonly string[] Accounts = ["P", "C"];
    private static readonly string[] Figures = ["credited", "balancing", "contracted", "imbalance", "imbalanceCash"];

    private static readonly SearchValues<char> Quotable = SearchValues.Create(",\"\r\n");

    private static readonly string Header = string.Join(
        ',',
        [
            "period",
            "party",
            .. Figures,
            "residualShare",
            "residualCash",
            "net",
            .. Accounts.SelectMany(account => Figures.Select(figure => $"{account}.{figure}")),
        ]
    );

    public static byte[] Write(IEnumerable<PartyItem> rows)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Period},{Quoted(row.Party)}");
            Add(
                row.Credited,
                row.Balancing,
                row.Contracted,
                row.Imbalance,
                row.ImbalanceCash,
                row.ResidualShare,
                row.ResidualCash,
                row.Net
            );
            foreach (var account in row.Accounts)
            {
                Add(account.Credited, account.Balancing, account.Contracted, account.Imbalance, account.ImbalanceCash);
            }
            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());

        void Add(params ReadOnlySpan<decimal> figures)
        {
            foreach (var figure in figures)
            {
                text.Append(CultureInfo.InvariantCulture, $",{ValueConverters.Plain(figure)}");
            }
        }
    }

    /// <summary>A code as a cell. One that a spreadsheet would take for a formula gets an apostrophe before it; numbers are written elsewhere.</summary>
    private static string Quoted(string code)
    {
        var cell = code.Length > 0 && code[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{code}" : code;
        return cell.AsSpan().ContainsAny(Quotable) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
