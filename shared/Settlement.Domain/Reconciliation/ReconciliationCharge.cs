namespace Settlement.Domain.Reconciliation;

/// <summary>What a party is charged when a run replaces an earlier one. Money is GBP with two decimals; positive means that the party pays.</summary>
/// <param name="Party">The party.</param>
/// <param name="FromNet">Its net amount of the day in the earlier run; 0 where it is not in it or there is none.</param>
/// <param name="ToNet">Its net amount of the day in the later run; 0 where it is not in it.</param>
/// <param name="Difference">To less from.</param>
/// <param name="Interest">Simple interest on the difference.</param>
public sealed record ReconciliationCharge(string Party, decimal FromNet, decimal ToNet, decimal Difference, decimal Interest);
