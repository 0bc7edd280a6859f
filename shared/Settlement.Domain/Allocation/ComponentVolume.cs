namespace Settlement.Domain.Allocation;

/// <summary>The energy of one supplier, GSP Group and consumption component in one period, before correction.</summary>
/// <param name="GspGroup">The GSP Group.</param>
/// <param name="Supplier">The supplier.</param>
/// <param name="Component">The component's number.</param>
/// <param name="Weight">The component's GSP Group Correction scaling weight.</param>
/// <param name="Mwh">Energy in MWh, exact to the milli-watt-hour; import positive, export negative.</param>
internal sealed record ComponentVolume(string GspGroup, string Supplier, int Component, decimal Weight, decimal Mwh);
