namespace Settlement.Domain.Market;

/// <summary>The direction of metered energy at a meter.</summary>
public enum Flow
{
    /// <summary>Energy taken from the network; positive in settlement.</summary>
    Import,

    /// <summary>Energy given to the network; negative in settlement.</summary>
    Export,
}

/// <summary>The market segment of a meter (market-wide half-hourly settlement, Market Segment Indicator).</summary>
public enum MarketSegment
{
    /// <summary>Smart and non-smart meters.</summary>
    Smart,

    /// <summary>Advanced meters.</summary>
    Advanced,

    /// <summary>Unmetered supplies.</summary>
    Unmetered,
}

/// <summary>How a meter is connected (Connection Type Indicator).</summary>
public enum ConnectionType
{
    /// <summary>W: whole current.</summary>
    WholeCurrent,

    /// <summary>L: low voltage with current transformers.</summary>
    LowVoltage,

    /// <summary>H: high voltage with current transformers.</summary>
    HighVoltage,

    /// <summary>E: extra high voltage with current transformers.</summary>
    ExtraHighVoltage,

    /// <summary>U: unmetered.</summary>
    Unmetered,
}

/// <summary>What settlement distinguishes of a value's quality.</summary>
public enum QualityClass
{
    /// <summary>A: a valid reading (A) or a known zero (Z).</summary>
    Actual,

    /// <summary>E: any of the estimates E1 to E6.</summary>
    Estimated,
}

/// <summary>The quality of one value as the data service sent it.</summary>
public enum Quality
{
    /// <summary>A valid reading.</summary>
    A,

    /// <summary>A known zero; counts as actual.</summary>
    Z,

    /// <summary>Gap filled with the total known from register reads.</summary>
    E1,

    /// <summary>Register advance spread by load shape.</summary>
    E2,

    /// <summary>Interpolated from neighbouring periods.</summary>
    E3,

    /// <summary>The meter's own history of the same day type.</summary>
    E4,

    /// <summary>Annual consumption spread by load shape.</summary>
    E5,

    /// <summary>The category's mean, with nothing known of the meter.</summary>
    E6,
}

/// <summary>What kind of BM Unit meters energy.</summary>
public enum BmUnitKind
{
    /// <summary>A supplier's unit in a GSP Group; its volume comes from the allocation.</summary>
    Supplier,

    /// <summary>A generating or directly metered unit.</summary>
    Generation,

    /// <summary>An interconnector unit; bears no transmission losses and no residual cashflow.</summary>
    Interconnector,
}

/// <summary>The two energy accounts of a party.</summary>
public enum EnergyAccount
{
    /// <summary>P: production.</summary>
    Production,

    /// <summary>C: consumption.</summary>
    Consumption,
}

/// <summary>The role in which a participant acts.</summary>
public enum ParticipantRole
{
    /// <summary>Sells to meters.</summary>
    Supplier,

    /// <summary>Owns metered units.</summary>
    Generator,

    /// <summary>Trades contracts only.</summary>
    Trader,
}
