namespace Settlement.Ledger.Rejects;

/// <summary>Where one of the reasons for which an object was rejected stands in it.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Field">The field, or empty where the object as a whole is meant.</param>
/// <param name="At">The place in the field's array, from 1; of a text that is no JSON the byte, from 1; else null.</param>
/// <param name="Value">What stands there as it is written, cut where it is long; null where nothing does.</param>
/// <param name="Expected">What may stand there, for people to read.</param>
public sealed record RejectDetail(string Code, string Field, int? At, string? Value, string Expected)
{
    /// <inheritdoc />
    public override string ToString()
    {
        var place = (Field.Length, At) switch
        {
            (0, null) => string.Empty,
            (0, _) => $" at byte {At}",
            (_, null) => $" {Field}",
            _ => $" {Field}[{At}]",
        };
        return Value is null ? $"{Code}{place}: expected {Expected}" : $"{Code}{place}: {Value}; expected {Expected}";
    }
}
