using Settlement.Domain.Market;

namespace Settlement.Ledger.Rejects;

/// <summary>What a field holds.</summary>
internal enum FieldKind
{
    Text,
    Day,
    Integer,
    Number,
    Numbers,
    Flag,
    Word,
    Words,
}

/// <summary>A field of a message as its contract has it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Values">The words it may hold.</param>
/// <param name="Decimals">How many decimals its numbers may have.</param>
/// <param name="Limit">The greatest absolute value of its numbers.</param>
internal sealed record MessageField(
    string Name,
    FieldKind Kind,
    bool Required = true,
    IReadOnlyList<string>? Values = null,
    int Decimals = 0,
    long Limit = 0
)
{
    /// <summary>What the field may hold, for people to read.</summary>
    public string Expected =>
        Kind switch
        {
            FieldKind.Text => "text",
            FieldKind.Day => "a day that exists, YYYY-MM-DD",
            FieldKind.Integer => "an integer without fraction or exponent",
            FieldKind.Number => "a number",
            FieldKind.Numbers => "an array of numbers and nulls",
            FieldKind.Flag => "true or false",
            FieldKind.Word => $"one of {string.Join(", ", Values!)}",
            _ => $"one of {string.Join(", ", Values!)}, or an array of them",
        };
}

/// <summary>The fields of each kind of message.</summary>
internal static class MessageFields
{
    private static readonly MessageField Day = new("day", FieldKind.Day),
        Period = new("period", FieldKind.Integer),
        Revision = new("revision", FieldKind.Integer, Required: false),
        Group = new("gspGroup", FieldKind.Text),
        Unit = new("bmUnit", FieldKind.Text),
        Energy = new("mwh", FieldKind.Number, Decimals: 6, Limit: 1_000_000),
        Type = new("type", FieldKind.Word, Values: ["gspGroupTake", "systemPrice", "bmUnitVolume", "contract", "balancing"]);

    private static readonly string[] Accounts = ["P", "C"];

    /// <summary>The fields of a reading.</summary>
    public static IReadOnlyList<MessageField> Reading { get; } =
    [
        new("mpan", FieldKind.Text),
        Day,
        new("clock", FieldKind.Word, Required: false, Values: ["local", "utc"]),
        new("from", FieldKind.Integer, Required: false),
        new("kwh", FieldKind.Numbers, Decimals: 3, Limit: 10_000_000),
        new("quality", FieldKind.Words, Values: CodeText.Codes<Quality>()),
        new("flow", FieldKind.Word, Required: false, Values: CodeText.Codes<Flow>()),
        new("supplier", FieldKind.Text),
        Group,
        new("llfc", FieldKind.Text),
        new("segment", FieldKind.Word, Values: CodeText.Codes<MarketSegment>()),
        new("connection", FieldKind.Word, Values: CodeText.Codes<ConnectionType>()),
        new("domestic", FieldKind.Flag, Required: false),
        Revision,
    ];

    /// <summary>The fields of a market message of a type; of an unknown one those that all have.</summary>
    public static IReadOnlyList<MessageField> Market(string? type) =>
        type switch
        {
            "gspGroupTake" => [Type, Day, Period, Revision, Group, Energy, new("estimated", FieldKind.Flag, Required: false)],
            "systemPrice" => [Type, Day, Period, Revision, Price("buy"), Price("sell")],
            "bmUnitVolume" or "balancing" => [Type, Day, Period, Revision, Unit, Energy],
            "contract" =>
            [
                Type,
                Day,
                Period,
                Revision,
                new("id", FieldKind.Text),
                new("seller", FieldKind.Text),
                new("sellerAccount", FieldKind.Word, Values: Accounts),
                new("buyer", FieldKind.Text),
                new("buyerAccount", FieldKind.Word, Values: Accounts),
                Energy,
            ],
            _ => [Type, Day, Period, Revision],
        };

    private static MessageField Price(string name) => new(name, FieldKind.Number, Decimals: 5, Limit: 100_000);
}
