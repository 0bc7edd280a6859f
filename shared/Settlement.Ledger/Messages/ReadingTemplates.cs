using System.IO.Hashing;
using System.Runtime.CompilerServices;

namespace Settlement.Ledger.Messages;

/// <summary>
/// Templates by their text. Hashes, texts and meanings lie in three arrays side by side, so that a look-up waits for memory twice and no more:
/// the market has more templates than fit the nearest cache.
/// </summary>
internal sealed class ReadingTemplates
{
    /// <summary>A longer text is not kept; usual ones take half of it.</summary>
    private const int MaxText = 384;

    /// <summary>Beyond so many it starts anew: hostile messages must not fill the memory.</summary>
    private const int Capacity = 65_536;

    // Texts that meet in one place cannot be prepared by who does not know the seed.
    private readonly long _seed = Random.Shared.NextInt64();
    private (ulong Hash, int Length, int Template)[] _places = new (ulong, int, int)[64];
    private byte[] _texts = [];
    private ReadingTemplate[] _templates = [];
    private int _count;

    /// <summary>The template with a text, or a null reference.</summary>
    public ref readonly ReadingTemplate Find(ReadOnlySpan<byte> text)
    {
        var hash = XxHash3.HashToUInt64(text, _seed);
        for (var place = hash; ; place++)
        {
            ref readonly var found = ref _places[(int)(place & (uint)(_places.Length - 1))];
            if (found.Length == 0)
            {
                return ref Unsafe.NullRef<ReadingTemplate>();
            }
            if (
                found.Hash == hash
                && found.Length == text.Length
                && text.SequenceEqual(_texts.AsSpan(found.Template * MaxText, found.Length))
            )
            {
                return ref _templates[found.Template];
            }
        }
    }

    /// <summary>Adds a template with a text that has none, unless it is too long.</summary>
    public void Add(ReadOnlySpan<byte> text, in ReadingTemplate template)
    {
        if (text.Length > MaxText)
        {
            return;
        }
        if (_count == Capacity)
        {
            Clear();
        }
        if (_count == _templates.Length)
        {
            Array.Resize(ref _templates, Math.Max(16, 2 * _count));
            Array.Resize(ref _texts, _templates.Length * MaxText);
        }

        if (2 * (_count + 1) > _places.Length)
        {
            var places = _places;
            _places = new (ulong, int, int)[2 * places.Length];
            foreach (var place in places)
            {
                Put(place);
            }
        }

        text.CopyTo(_texts.AsSpan(_count * MaxText));
        _templates[_count] = template;
        Put((XxHash3.HashToUInt64(text, _seed), text.Length, _count++));
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(_places);
        _count = 0;
    }

    private void Put((ulong Hash, int Length, int Template) entry)
    {
        if (entry.Length == 0)
        {
            return;
        }
        var place = entry.Hash;
        while (_places[(int)(place & (uint)(_places.Length - 1))].Length != 0)
        {
            place++;
        }
        _places[(int)(place & (uint)(_places.Length - 1))] = entry;
    }
}
