using System.Text;

namespace Settlement.Ledger.Messages;

/// <summary>Strings by their UTF-8 bytes, so that the few codes of a market are made once and not for every message.</summary>
internal sealed class Utf8Pool
{
    /// <summary>Beyond this many the pool starts anew: hostile messages must not fill the memory.</summary>
    private const int Capacity = 16_384;

    private readonly Dictionary<byte[], string> _strings = new(new Utf8Comparer());

    public string Get(ReadOnlySpan<byte> utf8)
    {
        var lookup = _strings.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(utf8, out var text))
        {
            return text;
        }
        if (_strings.Count >= Capacity)
        {
            _strings.Clear();
        }
        text = Encoding.UTF8.GetString(utf8);
        _strings[utf8.ToArray()] = text;
        return text;
    }
}
