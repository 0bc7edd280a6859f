namespace Settlement.Functions.Identity;

/// <summary>Who may call an HTTP function.</summary>
internal enum AccessLevel
{
    /// <summary>Everybody: the state of the app's health.</summary>
    Public,

    /// <summary>Every role. What the function answers to a party is the party's own and the market's totals.</summary>
    Reader,

    /// <summary>Operators and auditors, who see all parties.</summary>
    Staff,

    /// <summary>Operators: the call changes something.</summary>
    Operator,
}

/// <summary>Says who may call an HTTP function. One without it is answered to nobody.</summary>
/// <param name="level">Who.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AccessAttribute(AccessLevel level) : Attribute
{
    public AccessLevel Level { get; } = level;
}
