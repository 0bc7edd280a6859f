using NodaTime;
using Settlement.Domain.Calendar;

namespace Settlement.Simulation;

/// <summary>What market to make up. Equal options, <see cref="Out"/> aside, give equal bytes on every machine.</summary>
public sealed record SimulationOptions
{
    /// <summary>Beyond this the ten digits that follow the distributor in an MPAN run out.</summary>
    public const int MaxMeters = 200_000_000;

    /// <summary>Ten years.</summary>
    public const int MaxDays = 3660;

    /// <summary>The first Settlement Day.</summary>
    public SettlementDay From { get; init; } = new(new LocalDate(2026, 10, 24));

    /// <summary>How many Settlement Days.</summary>
    public int Days { get; init; } = 3;

    /// <summary>How many meters. All fourteen GSP Groups take part from 1,000 meters on.</summary>
    public int Meters { get; init; } = 2000;

    /// <summary>What every random draw starts from.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The folder that receives the market; it is made when it is not there.</summary>
    public required string Out { get; init; }

    /// <summary>How many reading messages make one event: 1 writes plain objects, more writes arrays of at most 900,000 bytes.</summary>
    public int MessagesPerEvent { get; init; } = 1;

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Out);
        ArgumentOutOfRangeException.ThrowIfLessThan(Days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Days, MaxDays);
        ArgumentOutOfRangeException.ThrowIfLessThan(Meters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Meters, MaxMeters);
        ArgumentOutOfRangeException.ThrowIfLessThan(MessagesPerEvent, 1);
    }
}
