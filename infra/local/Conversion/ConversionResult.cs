namespace Settlement.Local.Conversion;

/// <summary>What a conversion read and wrote.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Values">Rows that carried a value.</param>
/// <param name="Missing">Rows without one: <c>Null</c> or an empty cell.</param>
/// <param name="OffGrid">Rows whose stamp is no end of a half hour; left out.</param>
/// <param name="Households">Households met, counted again where the rows of one do not stand together.</param>
/// <param name="Messages">Messages written.</param>
internal sealed record ConversionResult(long Rows, long Values, long Missing, long OffGrid, long Households, long Messages);
