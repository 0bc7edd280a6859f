namespace Settlement.Functions.Http;

/// <summary>One page of a list, whatever else it says.</summary>
internal interface IPage
{
    /// <summary>What the next page is asked with; null on the last one.</summary>
    string? Continuation { get; }
}

/// <summary>One page of a list.</summary>
internal sealed record Page<T>(IEnumerable<T> Items, string? Continuation) : IPage;
