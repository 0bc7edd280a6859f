using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Domain.Calendar;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Functions.Ingestion;
using Settlement.Ledger.Doubts;
using Settlement.Ledger.Folding;
using Settlement.Runs.Doubts;

namespace Settlement.Functions.Doubts;

/// <summary>The doubtful values of readings that were accepted.</summary>
public sealed class GetDoubts(DoubtStore doubts, FlowChanges flows, EventHubs hubs)
{
    /// <summary>Before the place in the list of meters whose flow changed, which follows the list of what was reported on arrival.</summary>
    private const string MetersMark = "m:";

    /// <summary>
    /// <c>GET /api/doubts?day=&amp;code=</c>: what was reported when it arrived, by id, with <c>total</c>, <c>byCode</c> and <c>bySupplier</c> over all pages of
    /// it; then, of a day that is named, the meters whose flow changed, which are found by comparing versions.
    /// </summary>
    [Function(nameof(GetDoubts))]
    [Access(AccessLevel.Staff)]
    [Operation("The doubtful values of readings that were accepted, and their number over all pages.", 400, 410)]
    [Answers(typeof(DoubtPage))]
    [Query("day", typeof(SettlementDay), "Of this Settlement Day alone.")]
    [Query("code", typeof(string), "Those with this code.")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "doubts")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!Paging.TryRead(request, out var paging, out var problem))
        {
            return problem!;
        }
        SettlementDay? day = null;
        if (request.Query["day"].ToString() is { Length: > 0 } text)
        {
            if (!Input.TryDay(text, out var wanted, out problem))
            {
                return problem!;
            }
            day = wanted;
        }
        var code = request.Query["code"].ToString();
        if (code.Length > 0 && !DoubtCodes.All.Contains(code))
        {
            return Problem.BadRequest($"'{code}' is not a doubt; the codes are {string.Join(", ", DoubtCodes.All)}.");
        }
        var place = MeterCursor.Start;
        var isAtMeters = paging.After?.StartsWith(MetersMark, StringComparison.Ordinal) == true;
        if (
            isAtMeters
                ? !MeterCursor.TryParse(paging.After![MetersMark.Length..], out place)
                : paging.After is { } id && !DoubtId.TryParse(id, out _)
        )
        {
            return Paging.ForeignContinuation();
        }

        var list = new DoubtList();
        string? continuation = null;
        await foreach (var stored in StoredAsync(day, cancellationToken))
        {
            var item = DoubtItem.FromStored(stored);
            if (code.Length > 0 && item.Code != code)
            {
                continue;
            }
            list.Count(item);
            if (isAtMeters || string.CompareOrdinal(item.Id, paging.After) <= 0)
            {
                continue;
            }
            if (list.Items.Count < paging.Limit)
            {
                list.Items.Add(item);
            }
            else
            {
                continuation ??= Paging.Encode(list.Items[^1].Id);
            }
        }

        if (continuation is null && day is { } named && code is "" or DoubtCodes.FlowChanged)
        {
            continuation = await AddFlowsAsync(list, named, place, paging.Limit, cancellationToken);
        }
        return JsonContent.Ok(new DoubtPage(list.Items, continuation, list.Total, list.ByCode, list.BySupplier));
    }

    /// <summary>Adds the meters whose flow changed, as many as the page still has room for.</summary>
    /// <returns>Where the next page starts; null where there is none.</returns>
    private async Task<string?> AddFlowsAsync(
        DoubtList list,
        SettlementDay day,
        MeterCursor place,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (list.Items.Count == limit)
        {
            return Paging.Encode($"{MetersMark}{place}");
        }
        var cut = await hubs.IngestedAsync(cancellationToken);
        var page = await flows.PageAsync(day, cut, place, limit - list.Items.Count, cancellationToken);
        list.Items.AddRange(page.Items.Select(change => DoubtItem.FromFlow(day.ToString(), change)));
        return page.Next is { } next ? Paging.Encode($"{MetersMark}{next}") : null;
    }

    private async IAsyncEnumerable<StoredDoubt> StoredAsync(
        SettlementDay? day,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var (each, partition) in doubts.ListDaysAsync(cancellationToken))
        {
            if (day is { } wanted && each != wanted)
            {
                continue;
            }
            await foreach (var stored in doubts.ReadAsync(each, partition, long.MaxValue, cancellationToken))
            {
                yield return stored;
            }
        }
    }

    private sealed class DoubtList
    {
        public List<DoubtItem> Items { get; } = [];

        public long Total { get; private set; }

        public SortedDictionary<string, long> ByCode { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, long> BySupplier { get; } = new(StringComparer.Ordinal);

        public void Count(DoubtItem item)
        {
            Total++;
            ByCode[item.Code] = ByCode.GetValueOrDefault(item.Code) + 1;
            BySupplier[item.Supplier] = BySupplier.GetValueOrDefault(item.Supplier) + 1;
        }
    }
}
