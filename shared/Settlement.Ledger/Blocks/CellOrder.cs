using Settlement.Domain.Allocation;

namespace Settlement.Ledger.Blocks;

/// <summary>The order in which cells are stored.</summary>
internal sealed class CellOrder : IComparer<SettlementCell>
{
    public static readonly CellOrder Instance = new();

    public int Compare(SettlementCell? x, SettlementCell? y)
    {
        if (x is null || y is null)
        {
            return x is null
                ? y is null
                    ? 0
                    : -1
                : 1;
        }
        var order = string.CompareOrdinal(x.GspGroup, y.GspGroup);
        if (order == 0)
        {
            order = string.CompareOrdinal(x.Supplier, y.Supplier);
        }
        if (order == 0)
        {
            order = x.Distributor.CompareTo(y.Distributor);
        }
        if (order == 0)
        {
            order = string.CompareOrdinal(x.Llfc, y.Llfc);
        }
        return order != 0 ? order : Kind(x).CompareTo(Kind(y));
    }

    private static (int, int, int, bool) Kind(SettlementCell cell) =>
        ((int)cell.Flow, (int)cell.Segment, (int)cell.Connection, cell.Domestic);
}
