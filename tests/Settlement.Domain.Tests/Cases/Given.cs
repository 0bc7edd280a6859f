using System.Text;

namespace Settlement.Domain.Tests.Cases;

/// <summary>All that goes into one period, as tables of text: what meters and the market reported, and the reference data.</summary>
public sealed class Given
{
    /// <summary>Table → columns. Those of reference data are the contract's, without <c>from</c> and <c>to</c>.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Columns = new Dictionary<string, string>
    {
        ["period"] = "day,run,period",
        ["cells"] = "gspGroup,supplier,flow,segment,connection,domestic,distributor,llfc,quality,wattHours,values",
        ["takes"] = "gspGroup,mwh,estimated",
        ["price"] = "buy,sell",
        ["volumes"] = "bmUnit,mwh",
        ["contracts"] = "id,seller,sellerAccount,buyer,buyerAccount,mwh",
        ["balancing"] = "bmUnit,mwh",
        ["behind"] = "partition",
        ["participants"] = "id,name,role",
        ["gsp-groups"] = "id,name,zone",
        ["bm-units"] = "id,party,account,gspGroup,tradingUnit,kind,default",
        ["components"] = "id,flow,segment,connection,domestic,quality,losses,weight",
        ["loss-factors"] = "distributor,llfc,fromPeriod,toPeriod,factor",
        ["transmission-loss-factors"] = "zone,tlf",
        ["parameters"] = "name,value",
    }.ToDictionary(table => table.Key, table => (IReadOnlyList<string>)table.Value.Split(','));

    private readonly Dictionary<string, IReadOnlyList<Row>> _tables = Columns.Keys.ToDictionary(
        table => table,
        _ => (IReadOnlyList<Row>)[]
    );

    public IReadOnlyList<Row> this[string table] => _tables[table];

    /// <summary>Puts rows, each a line of comma-separated cells, in the place of a table's.</summary>
    public Given With(string table, params IEnumerable<string> lines)
    {
        var columns = Columns[table];
        _tables[table] =
        [
            .. lines
                .Select(line => line.Split(','))
                .Select(cells =>
                    cells.Length == columns.Count
                        ? new Row(columns, cells)
                        : throw new FormatException($"'{string.Join(',', cells)}' is no row of {table}: {string.Join(',', columns)}.")
                ),
        ];
        return this;
    }

    /// <summary>The tables as the <c>given</c> sections of a scenario file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (table, columns) in Columns)
        {
            text.Append("\n## given ").Append(table).Append('\n').AppendJoin(',', columns).Append('\n');
            foreach (var row in _tables[table])
            {
                text.AppendJoin(',', row.Cells).Append('\n');
            }
        }

        return text.ToString();
    }
}
