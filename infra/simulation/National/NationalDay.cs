namespace Settlement.Simulation.National;

/// <summary>A national day in the hub, and what must come of it.</summary>
/// <param name="Events">How many events carry readings.</param>
/// <param name="Messages">How many messages they carry, corrections and duplicates among them.</param>
/// <param name="Bytes">The bytes of their bodies.</param>
/// <param name="Late">How many messages are corrections or come again, events sent again aside.</param>
/// <param name="Cast">Who takes part.</param>
/// <param name="Totals">What the winners add up to.</param>
/// <param name="Registrations">Who supplies how many meters.</param>
/// <param name="Corrected">A meter with a correction, or with one message where there is none.</param>
public sealed record NationalDay(
    long Events,
    long Messages,
    long Bytes,
    long Late,
    Cast Cast,
    MarketTotals Totals,
    Registrations Registrations,
    SimulatedMeter Corrected
);
