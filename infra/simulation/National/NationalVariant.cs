namespace Settlement.Simulation.National;

/// <summary>What becomes of a meter's message.</summary>
public enum NationalVariant
{
    Plain,
    Corrected,
    SupplierChanged,
    Duplicated,
}

/// <summary>Makes up the messages of the national day, any meter's at any time, in one pair of buffers.</summary>
public sealed class NationalMessages(NationalOptions options, Cast cast)
{
    private const ulong ValueStream = 4UL << 60;
    private const ulong FateStream = 5UL << 60;

    private readonly MeterCatalog _book = new(options.Seed, options.Meters, cast);
    private readonly ReportDay _day = ReportDay.Local(options.Day, options.Day, 1);
    private readonly ReadingMessage _message = new();
    private readonly Utf8Line _line = new();

    /// <summary>The message at hand, as written last.</summary>
    public ReadingMessage Message => _message;

    public NationalVariant FateOf(int meter)
    {
        var random = Fates(meter);
        var draw = random.Unit();
        return draw >= NationalOptions.Corrected + NationalOptions.Duplicated ? NationalVariant.Plain
            : draw >= NationalOptions.Corrected ? NationalVariant.Duplicated
            : draw >= NationalOptions.Corrected * NationalOptions.SupplierChanged ? NationalVariant.Corrected
            : NationalVariant.SupplierChanged;
    }

    /// <summary>A meter's message as it comes first.</summary>
    public ReadOnlySpan<byte> First(int meter)
    {
        Draw(meter);
        return Written();
    }

    /// <summary>What a meter sends when all others have sent: its correction, or the same again.</summary>
    public ReadOnlySpan<byte> Late(int meter, NationalVariant fate)
    {
        Draw(meter);
        if (fate != NationalVariant.Duplicated)
        {
            var random = Fates(meter);
            random.Next();
            _message.Revision = 1;
            _message.Correct(random.Between(0.8, 1.2));
        }

        if (fate == NationalVariant.SupplierChanged)
        {
            _message.Supplier = (_message.Supplier + 1) % cast.Suppliers.Length;
        }
        return Written();
    }

    private void Draw(int meter)
    {
        var random = SeededRandom.For(options.Seed, ValueStream, (ulong)meter);
        ValueDraw.Fill(_message, _book[meter], _day, ref random);
    }

    private ReadOnlySpan<byte> Written()
    {
        _message.Write(_line, cast);
        return _line.Bytes;
    }

    private SeededRandom Fates(int meter) => SeededRandom.For(options.Seed, FateStream, (ulong)meter);
}
