namespace Settlement.Local.Conversion;

/// <summary>What a conversion read and wrote.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Values">Values written: half hours of a household, each once.</param>
/// <param name="Missing">Rows without one: <c>Null</c> or an empty cell.</param>
/// <param name="OffGrid">Rows whose stamp is no end of a half hour; left out.</param>
/// <param name="Households">Households met, each once however its rows lie and its number is written.</param>
/// <param name="Messages">Messages written.</param>
/// <param name="Repeated">Rows that replaced the value of an earlier row for the same half hour.</param>
internal sealed record ConversionResult(
    long Rows,
    long Values,
    long Missing,
    long OffGrid,
    long Households,
    long Messages,
    long Repeated = 0
);
