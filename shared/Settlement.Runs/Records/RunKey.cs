using System.Globalization;
using Settlement.Domain.Calendar;

namespace Settlement.Runs.Records;

/// <summary>One attempt at a Settlement Run of a Settlement Day.</summary>
/// <param name="Day">The Settlement Day.</param>
/// <param name="Run">The run code.</param>
/// <param name="Attempt">The attempt, from 1.</param>
public sealed record RunKey(SettlementDay Day, string Run, int Attempt)
{
    /// <summary>The id of the orchestration that computes it.</summary>
    public string InstanceId => string.Create(CultureInfo.InvariantCulture, $"settle-{Day}-{Run}-{Attempt}");

    internal string Partition => string.Create(CultureInfo.InvariantCulture, $"{Day}-{Run}-{Attempt:D4}");
}
