using Settlement.Domain.Allocation;
using Settlement.Domain.Reference;

namespace Settlement.Domain.Periods;

/// <summary>
/// Finds what a period was settled from though the reference data of the run no longer has it: it was known when it was ingested, and was
/// removed or ended since.
/// </summary>
internal static class UnknownReferences
{
    public static void AddTo(
        ISet<SettlementIssue> reasons,
        IReadOnlyList<ComponentVolume> components,
        MarketInputs market,
        MarketDay reference
    )
    {
        Add(SettlementIssue.SupplierUnknown, components.Select(volume => volume.Supplier), reference.IsSupplier);
        Add(SettlementIssue.GspGroupUnknown, market.Takes.Keys, reference.IsGspGroup);
        Add(SettlementIssue.PartyUnknown, reference.BmUnits.Select(unit => unit.Party), reference.IsParticipant);
        Add(
            SettlementIssue.PartyUnknown,
            market.Contracts.Where(contract => contract.Mwh != 0).SelectMany(contract => new[] { contract.Seller, contract.Buyer }),
            reference.IsParticipant
        );
        Add(
            SettlementIssue.BmUnitUnknown,
            market.Volumes.Concat(market.Balancing).Where(volume => volume.Value != 0).Select(volume => volume.Key),
            unit => reference.FindBmUnit(unit) is not null
        );

        void Add(string code, IEnumerable<string> named, Func<string, bool> isKnown)
        {
            foreach (var id in named.Where(id => !isKnown(id)))
            {
                reasons.Add(new(code, id));
            }
        }
    }
}
