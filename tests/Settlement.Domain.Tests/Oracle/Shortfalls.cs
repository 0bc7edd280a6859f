namespace Settlement.Domain.Tests.Oracle;

/// <summary>Codes with what they are about, each once, by code and then by what it is about.</summary>
internal sealed class Shortfalls
{
    private readonly HashSet<(string Code, string Of)> _items = [];

    public bool Any => _items.Count > 0;

    public void Add(string code, string of) => _items.Add((code, of));

    public IEnumerable<(string Code, string Of)> Sorted =>
        _items.OrderBy(item => item.Code, StringComparer.Ordinal).ThenBy(item => item.Of, StringComparer.Ordinal);
}
