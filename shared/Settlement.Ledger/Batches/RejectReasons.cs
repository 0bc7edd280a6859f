using System.Numerics;

namespace Settlement.Ledger.Batches;

/// <summary>Why a message is rejected; an object has every reason that applies, each once.</summary>
[Flags]
public enum RejectReasons
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,

    /// <summary>The body is not JSON or not UTF-8.</summary>
    NotJson = 1 << 0,

    /// <summary>The body or an element is not an object, or a field is not of its type.</summary>
    WrongType = 1 << 1,

    /// <summary>A required field is absent.</summary>
    MissingField = 1 << 2,

    /// <summary>A word is not in its list.</summary>
    UnknownValue = 1 << 3,

    /// <summary>The MPAN has not 13 digits, or its check digit is wrong.</summary>
    BadMpan = 1 << 4,

    /// <summary>The values are none or over 50, or the qualities are not as many.</summary>
    WrongLength = 1 << 5,

    /// <summary>A value lies outside the day's periods.</summary>
    PeriodNotInDay = 1 << 6,

    /// <summary>A number has more decimals than it may.</summary>
    TooManyDecimals = 1 << 7,

    /// <summary>A number is below 0 that may not be.</summary>
    Negative = 1 << 8,

    /// <summary>A number is over its limit.</summary>
    TooLarge = 1 << 9,

    /// <summary>The day is more than 28 months ago.</summary>
    DayTooOld = 1 << 10,

    /// <summary>The day is after today.</summary>
    DayInFuture = 1 << 11,

    /// <summary>The supplier is not in the reference data on that day.</summary>
    SupplierUnknown = 1 << 12,

    /// <summary>The GSP Group is not in the reference data on that day.</summary>
    GspGroupUnknown = 1 << 13,

    /// <summary>There is no loss factor for the distributor, class, day and every period with a value.</summary>
    LossClassUnknown = 1 << 14,

    /// <summary>A value matches no consumption component or no losses component.</summary>
    ComponentUnknown = 1 << 15,

    /// <summary>The BM Unit is not in the reference data on that day.</summary>
    BmUnitUnknown = 1 << 16,

    /// <summary>A party of a contract is not in the reference data on that day.</summary>
    PartyUnknown = 1 << 17,

    /// <summary>A metered volume was sent for a supplier unit, whose volume comes from the allocation.</summary>
    BmUnitNotMetered = 1 << 18,

    /// <summary>The event could not be taken in and an operator has set it aside.</summary>
    SetAside = 1 << 19,

    /// <summary>A value other than 0 has the quality of a known zero.</summary>
    NotZero = 1 << 20,

    /// <summary>A local message of a whole day has fewer values than its day has periods.</summary>
    ShortDay = 1 << 21,
}

/// <summary>The codes of the reasons as they are published.</summary>
public static class RejectReasonCodes
{
    private static readonly string[] Codes =
    [
        "not-json",
        "wrong-type",
        "missing-field",
        "unknown-value",
        "bad-mpan",
        "wrong-length",
        "period-not-in-day",
        "too-many-decimals",
        "negative",
        "too-large",
        "day-too-old",
        "day-in-future",
        "supplier-unknown",
        "gsp-group-unknown",
        "loss-class-unknown",
        "component-unknown",
        "bm-unit-unknown",
        "party-unknown",
        "bm-unit-not-metered",
        "set-aside",
        "not-zero",
        "short-day",
    ];

    /// <summary>Every code there is.</summary>
    public static IReadOnlyList<string> All => Codes;

    /// <summary>The codes of a set of reasons, in ordinal order.</summary>
    public static IReadOnlyList<string> ToCodes(this RejectReasons reasons)
    {
        var codes = new List<string>(BitOperations.PopCount((uint)reasons));
        for (var bits = (uint)reasons; bits != 0; bits &= bits - 1)
        {
            codes.Add(Codes[BitOperations.TrailingZeroCount(bits)]);
        }
        codes.Sort(StringComparer.Ordinal);
        return codes;
    }

    /// <summary>Finds the reason with a code.</summary>
    public static bool TryParse(string code, out RejectReasons reason)
    {
        var index = Array.IndexOf(Codes, code);
        reason = index < 0 ? RejectReasons.None : (RejectReasons)(1 << index);
        return index >= 0;
    }
}
