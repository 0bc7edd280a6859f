using System.Collections.Immutable;

namespace Settlement.Testing.App;

/// <summary>A message as fields of raw JSON text, so that a test can say what no serializer would write.</summary>
internal sealed record Body(ImmutableList<(string Name, string Json)> Fields)
{
    /// <summary>One accepted value of 1.5 kWh and one of 2 kWh.</summary>
    public static Body Reading { get; } =
        new([
            ("mpan", $"\"{Meters.Number(1)}\""),
            ("day", "\"2026-06-16\""),
            ("kwh", "[1.5,2]"),
            ("quality", "\"A\""),
            ("supplier", "\"ALFA\""),
            ("gspGroup", "\"_A\""),
            ("llfc", "\"031\""),
            ("segment", "\"smart\""),
            ("connection", "\"W\""),
        ]);

    public static Body Take { get; } = Market("gspGroupTake", ("gspGroup", "\"_A\""), ("mwh", "1.5"));

    public static Body Price { get; } = Market("systemPrice", ("buy", "96.5"), ("sell", "96.5"));

    public static Body Volume { get; } = Market("bmUnitVolume", ("bmUnit", "\"T_GENX-1\""), ("mwh", "1.5"));

    public static Body Balancing { get; } = Market("balancing", ("bmUnit", "\"T_GENX-1\""), ("mwh", "1.5"));

    public static Body Contract { get; } =
        Market(
            "contract",
            ("id", "\"C1\""),
            ("seller", "\"GENX\""),
            ("sellerAccount", "\"P\""),
            ("buyer", "\"ALFA\""),
            ("buyerAccount", "\"C\""),
            ("mwh", "1.5")
        );

    /// <summary>Gives a field another value, written as JSON; a field that is not there comes last.</summary>
    public Body Set(string name, string json)
    {
        var at = Fields.FindIndex(field => field.Name == name);
        return new(at < 0 ? Fields.Add((name, json)) : Fields.SetItem(at, (name, json)));
    }

    public Body Text(string name, string value) => Set(name, $"\"{value}\"");

    public Body Without(string name) => new(Fields.RemoveAll(field => field.Name == name));

    /// <summary>Writes a field once more, at the end.</summary>
    public Body Again(string name, string json) => new(Fields.Add((name, json)));

    public override string ToString() => $"{{{string.Join(',', Fields.Select(field => $"\"{field.Name}\":{field.Json}"))}}}";

    private static Body Market(string type, params (string Name, string Json)[] fields) =>
        new([("type", $"\"{type}\""), ("day", "\"2026-06-16\""), ("period", "17"), .. fields]);
}
