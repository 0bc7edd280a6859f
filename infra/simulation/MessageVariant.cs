namespace Settlement.Simulation;

/// <summary>What becomes of one meter's day. "First" and "late" are the two files of readings.</summary>
internal enum MessageVariant
{
    /// <summary>One message, first.</summary>
    Plain,

    /// <summary>The same message twice, first.</summary>
    Duplicate,

    /// <summary>Late only.</summary>
    Late,

    /// <summary>Revision 1 with other figures, first.</summary>
    EarlyCorrection,

    /// <summary>Revision 1 with other figures, late.</summary>
    LateCorrection,

    /// <summary>Revision 2 first; revision 1 arrives late and must lose.</summary>
    Overtaken,

    /// <summary>First for the wrong supplier; revision 1, late, for the right one.</summary>
    SupplierChange,

    /// <summary>First as export; revision 1, late, as import.</summary>
    FlowChange,

    /// <summary>Other figures under the same revision, late: the later arrival wins.</summary>
    Resent,

    /// <summary>Two messages for two parts of the day, first.</summary>
    Split,

    /// <summary>One period corrected by a message of one value, first.</summary>
    SinglePeriod,

    /// <summary>Some values null, never filled.</summary>
    Gap,

    /// <summary>Some values null, filled late by a message that has only those.</summary>
    GapFilled,

    /// <summary>Trailing zeros, exponents, unknown and repeated fields: odd and acceptable.</summary>
    OddlyWritten,

    /// <summary>Local clock first; revision 1, late, by UTC clock.</summary>
    OtherClock,

    /// <summary>Revision 9, late, with nulls only: neither gives nor takes away.</summary>
    EmptyCorrection,
}
