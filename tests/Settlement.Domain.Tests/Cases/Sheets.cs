namespace Settlement.Domain.Tests.Cases;

/// <summary>All that comes out of one period, as tables of text in printed order; numbers without trailing zeros.</summary>
public sealed class Sheets
{
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>
    {
        ["gsp-groups"] = "gspGroup,take,estimated,uncorrected,correction",
        ["components"] = "gspGroup,supplier,component,mwh,corrected",
        ["suppliers"] = "gspGroup,supplier,allocated",
        ["bm-units"] = "bmUnit,mwh,tlm,credited",
        ["parties"] = "party,credited,balancing,contracted,imbalance,imbalanceCash,residualShare,residualCash,net",
        ["accounts"] = "party,account,credited,balancing,contracted,imbalance,imbalanceCash",
        ["totals"] = "losses,tlmoPlus,tlmoMinus,residual",
        ["controls"] = "takeMinusAllocated,creditedSum,contractedSum,netSum",
        ["shortcomings"] = "kind,code,of",
    };

    private readonly Dictionary<string, List<string>> _lines = Columns.Keys.ToDictionary(sheet => sheet, _ => new List<string>());

    public void Add(string sheet, params object[] cells) =>
        _lines[sheet]
            .Add(string.Join(',', cells.Select(cell => Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture))));

    public IReadOnlyList<string> this[string sheet] => _lines[sheet];

    public bool HasFigures => _lines["totals"].Count > 0;

    /// <summary>The sheet's columns and rows.</summary>
    public string Text(string sheet) => string.Join('\n', _lines[sheet].Prepend(Columns[sheet])) + "\n";

    /// <summary>The sheets as the <c>then</c> sections of a scenario file, which leaves out what is empty.</summary>
    public override string ToString() =>
        string.Concat(Columns.Keys.Where(sheet => _lines[sheet].Count > 0).Select(sheet => $"\n## then {sheet}\n{Text(sheet)}"));
}
