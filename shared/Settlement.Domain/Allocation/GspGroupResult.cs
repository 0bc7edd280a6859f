namespace Settlement.Domain.Allocation;

/// <summary>A GSP Group's allocation.</summary>
/// <param name="GspGroup">The GSP Group.</param>
/// <param name="Take">The GSP Group Take.</param>
/// <param name="Estimated">Whether the take is an estimate.</param>
/// <param name="Uncorrected">Σ of the component volumes before correction.</param>
/// <param name="Correction">The correction factor, 9 decimals.</param>
/// <param name="Components">By supplier and component.</param>
/// <param name="Suppliers">By supplier.</param>
public sealed record GspGroupResult(
    string GspGroup,
    decimal Take,
    bool Estimated,
    decimal Uncorrected,
    decimal Correction,
    IReadOnlyList<ComponentResult> Components,
    IReadOnlyList<SupplierAllocation> Suppliers
);

/// <summary>A component volume before and after correction.</summary>
public sealed record ComponentResult(string Supplier, int Component, decimal Mwh, decimal Corrected);

/// <summary>What a supplier is allocated in a GSP Group.</summary>
public sealed record SupplierAllocation(string Supplier, decimal Allocated);
