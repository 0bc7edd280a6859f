using Settlement.Functions.Http;

namespace Settlement.Functions.Doubts;

/// <summary>A page of doubtful values, with counts over all pages.</summary>
internal sealed record DoubtPage(
    IEnumerable<DoubtItem> Items,
    string? Continuation,
    long Total,
    IReadOnlyDictionary<string, long> ByCode,
    IReadOnlyDictionary<string, long> BySupplier
) : IPage;
