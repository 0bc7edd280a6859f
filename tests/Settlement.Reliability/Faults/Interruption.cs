namespace Settlement.Reliability.Faults;

/// <summary>What happens at one storage operation.</summary>
public enum InterruptionKind
{
    /// <summary>The process dies before the operation reaches the store.</summary>
    DiesBefore,

    /// <summary>The operation takes effect, but the process dies before it hears of it.</summary>
    DiesAfter,

    /// <summary>The store does not serve the operation now.</summary>
    FailsBefore,

    /// <summary>The operation takes effect, but its reply is lost.</summary>
    FailsAfter,

    /// <summary>Another does its whole work first.</summary>
    OtherFirst,
}

/// <summary>Something that comes in between.</summary>
/// <param name="Operation">At which operation from the arming on, from 0; the first that there is from there.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Times">At how many operations in a row.</param>
/// <param name="Other">What another does meanwhile.</param>
public sealed record Interruption(int Operation, InterruptionKind Kind, int Times = 1, Func<Task>? Other = null);
