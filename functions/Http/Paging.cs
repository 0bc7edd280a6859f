using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Settlement.Ledger.Folding;

namespace Settlement.Functions.Http;

/// <summary>One page of a list: <c>?limit=</c> from 1 to 1000, by default 100, and <c>&amp;continuation=</c> as the page before gave it.</summary>
/// <param name="Limit">How many items a page has at the most.</param>
/// <param name="After">Where the page before ended, or null for the first page.</param>
internal readonly record struct Paging(int Limit, string? After)
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;

    public static bool TryRead(HttpRequest request, out Paging paging, out IActionResult? problem)
    {
        paging = default;
        problem = null;
        var limit = DefaultLimit;
        if (
            request.Query.TryGetValue("limit", out var limitText)
            && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit)
        )
        {
            problem = Problem.BadRequest($"'limit' is '{limitText}'; it must be 1 to {MaxLimit}.");
            return false;
        }

        string? after = null;
        if (request.Query.TryGetValue("continuation", out var continuation) && !TryDecode(continuation.ToString(), out after))
        {
            problem = Problem.BadRequest("'continuation' is not one that a page gave.");
            return false;
        }

        paging = new Paging(limit, after);
        return true;
    }

    /// <summary>The page of a list that fits into memory.</summary>
    public IActionResult ToResult<T>(IReadOnlyList<T> all) => ToResult(all, (items, continuation) => new Page<T>(items, continuation));

    /// <summary>The page of a list that fits into memory, with what else is to be said.</summary>
    public IActionResult ToResult<T>(IReadOnlyList<T> all, Func<IEnumerable<T>, string?, IPage> page) =>
        TryStart(all.Count, out var start, out var problem)
            ? JsonContent.Ok(page(all.Skip(start).Take(Limit), ContinuationAfter(start, all.Count)))
            : problem;

    /// <summary>The page of a list of known length whose items are read one by one; the first is number 0.</summary>
    public async Task<IActionResult> OfAsync<T>(int count, Func<int, ValueTask<T>> read)
    {
        if (!TryStart(count, out var start, out var problem))
        {
            return problem;
        }
        var items = new List<T>();
        for (var at = start; at < Math.Min(count, start + Limit); at++)
        {
            items.Add(await read(at));
        }
        return JsonContent.Ok(new Page<T>(items, ContinuationAfter(start, count)));
    }

    /// <summary>Where a page of a list of meters starts.</summary>
    public bool TryPlace(out MeterCursor place, [NotNullWhen(false)] out IActionResult? problem)
    {
        place = MeterCursor.Start;
        problem = After is null || MeterCursor.TryParse(After, out place) ? null : ForeignContinuation();
        return problem is null;
    }

    /// <summary>A page of a list of meters.</summary>
    public static IActionResult ToResult<T, TItem>(MeterPage<T> page, Func<T, TItem> item)
    {
        ArgumentNullException.ThrowIfNull(page);
        return JsonContent.Ok(new Page<TItem>(page.Items.Select(item), page.Next is { } next ? Encode(next.ToString()) : null));
    }

    /// <summary>Says that a continuation can be read and comes from no page of the list.</summary>
    public static IActionResult ForeignContinuation() => Problem.BadRequest("'continuation' is not one that a page of this list gave.");

    public static string Encode(string after) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(after));

    private bool TryStart(int count, out int start, [NotNullWhen(false)] out IActionResult? problem)
    {
        start = 0;
        problem =
            After is not null && (!int.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out start) || start > count)
                ? ForeignContinuation()
                : null;
        return problem is null;
    }

    private string? ContinuationAfter(int start, int count) =>
        start + Limit < count ? Encode((start + Limit).ToString(CultureInfo.InvariantCulture)) : null;

    private static bool TryDecode(string text, out string? after)
    {
        after = null;
        try
        {
            after = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
