using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Reference;
using Settlement.Runs.Records;
using Settlement.Runs.Results;

namespace Settlement.Functions.Reports;

/// <summary>The figures of a day that hold now.</summary>
public sealed class LatestResults(RunStore runs, ResultStore results, ReferenceStore references)
{
    /// <summary><c>GET /api/settlement/{day}/latest</c>: each period from the best closed run.</summary>
    [Function(nameof(GetLatest))]
    [Access(AccessLevel.Reader)]
    [Operation("The periods of a day, from its best closed run.", 400, 404, 410)]
    [Answers(typeof(Page<PeriodDocument>))]
    public async Task<IActionResult> GetLatest(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "settlement/{day}/latest")] HttpRequest request,
        string day,
        CancellationToken cancellationToken
    )
    {
        if (!Input.TryDay(day, out var settlementDay, out var problem) || !Paging.TryRead(request, out var paging, out problem))
        {
            return problem!;
        }
        // A closed run has every period with figures, so that the best one is the best for all of them.
        if (await runs.FindBestAsync(settlementDay, cancellationToken) is not { } best)
        {
            return Problem.NotFound($"No run of {settlementDay} is closed.");
        }
        return await results.FindPeriodBytesAsync(best.Key, 1, cancellationToken) is null
            ? Problem.Gone($"The results of run {best.Run} of {settlementDay}, attempt {best.Attempt}, are no longer stored.")
            : await paging.OfAsync(settlementDay.Periods, ReadAsync);

        async ValueTask<PeriodDocument> ReadAsync(int at) =>
            await Caller
                .Of(request)
                .ShowAsync(await results.ReadPeriodAsync(best.Key, at + 1, cancellationToken), best, references, cancellationToken);
    }
}
