namespace Settlement.Reliability.Support;

/// <summary>A message under construction: field by field, as raw JSON.</summary>
public sealed class MessageText
{
    private readonly List<(string Name, string Raw)> _fields = [];

    /// <summary>A reading that is accepted: one value in period 1 of 2026-06-16.</summary>
    public static MessageText Reading() =>
        new MessageText()
            .With("mpan", $"\"{Meters.Mpan(0)}\"")
            .With("day", "\"2026-06-16\"")
            .With("kwh", "[1]")
            .With("quality", "\"A\"")
            .With("supplier", "\"ALFA\"")
            .With("gspGroup", "\"_A\"")
            .With("llfc", "\"W01\"")
            .With("segment", "\"smart\"")
            .With("connection", "\"W\"");

    /// <summary>A market message of a type that is accepted, for period 1 of 2026-06-16.</summary>
    public static MessageText Market(string type)
    {
        var text = new MessageText().With("type", $"\"{type}\"").With("day", "\"2026-06-16\"").With("period", "1");
        return type switch
        {
            "gspGroupTake" => text.With("gspGroup", "\"_A\"").With("mwh", "1.5"),
            "systemPrice" => text.With("buy", "96.5").With("sell", "90"),
            "bmUnitVolume" or "balancing" => text.With("bmUnit", "\"T_GENX-1\"").With("mwh", "7"),
            "contract" => text.With("id", "\"c1\"")
                .With("seller", "\"GENX\"")
                .With("sellerAccount", "\"P\"")
                .With("buyer", "\"ALFA\"")
                .With("buyerAccount", "\"C\"")
                .With("mwh", "10"),
            _ => throw new ArgumentException($"There is no type {type}.", nameof(type)),
        };
    }

    /// <summary>Sets a field; one that is there keeps its place.</summary>
    public MessageText With(string name, string raw)
    {
        var at = _fields.FindIndex(field => field.Name == name);
        if (at < 0)
        {
            _fields.Add((name, raw));
        }
        else
        {
            _fields[at] = (name, raw);
        }
        return this;
    }

    /// <summary>Adds a field, whether its name is there or not.</summary>
    public MessageText And(string name, string raw)
    {
        _fields.Add((name, raw));
        return this;
    }

    /// <summary>Puts a field first, whether its name is there or not.</summary>
    public MessageText After(string name, string raw)
    {
        _fields.Insert(0, (name, raw));
        return this;
    }

    /// <summary>Takes a field away.</summary>
    public MessageText Without(string name)
    {
        _fields.RemoveAll(field => field.Name == name);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(',', _fields.Select(field => $"\"{field.Name}\":{field.Raw}"))}}}";
}

/// <summary>Meters with valid numbers.</summary>
public static class Meters
{
    private static readonly int[] Primes = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];

    /// <summary>The n-th meter of distributor 10.</summary>
    public static string Mpan(int number, int distributor = 10)
    {
        var digits = $"{distributor:D2}{number:D10}";
        return digits + (digits.Select((c, i) => (c - '0') * Primes[i]).Sum() % 11 % 10);
    }
}
