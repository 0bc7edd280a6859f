using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Settlement.Domain.Market;
using Settlement.Functions.Description;
using Settlement.Functions.Http;
using Settlement.Functions.Identity;
using Settlement.Runs.Records;
using Settlement.Runs.Results;

namespace Settlement.Functions.Reports;

/// <summary>A plain page of the runs and their totals.</summary>
public sealed class Dashboard(RunStore runs, ResultStore results)
{
    private const int MaxRuns = 200;

    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1b2430 }
        table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .7rem; border-bottom: 1px solid #dde3ea; vertical-align: top }
        .n { text-align: right; font-variant-numeric: tabular-nums } details table { margin: .5rem 0 1rem }
        .closed .state { color: #0a6b3d } .inexact .state { color: #a15c00 } .failed .state { color: #b3261e } summary { cursor: pointer; color: #4a5a6c }
        """;

    /// <summary><c>GET /api/dashboard</c>: the latest Settlement Days first.</summary>
    [Function(nameof(Dashboard))]
    [Access(AccessLevel.Staff)]
    [Operation("A page of the runs and their totals, to be looked at.")]
    [Answers(typeof(string), MediaType = "text/html")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "dashboard")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var rows = new StringBuilder();
        foreach (var run in await runs.ListLatestAsync(MaxRuns, cancellationToken))
        {
            var summary = run.State is RunState.Closed or RunState.Inexact
                ? await results.FindSummaryAsync(run.Key, cancellationToken)
                : null;
            var withFigures = summary is null ? 0 : await results.CountFiguresAsync(run.Key, summary, cancellationToken);
            // Sums over no period are no zeros.
            var sums = withFigures == 0 ? null : summary;
            var parties = sums is null ? string.Empty : Parties(sums);
            rows.Append(
                CultureInfo.InvariantCulture,
                $"""
                <tr class="{Text(
                    run.State.Text()
                )}"><td><a href="settlement/{run.Day}">{run.Day}</a></td><td><a href="settlement/{run.Day}/{Text(run.Run)}">{Text(
                    run.Run
                )}</a></td>
                <td>{run.Attempt}</td><td class="state">{Text(run.State.Text())}</td>
                <td class="n">{(summary is null ? "" : $"{withFigures} of {run.Day.Periods}")}</td><td class="n">{Number(sums?.GspGroups.Sum(g => g.Take), "N3")}</td><td class="n">{Number(
                    sums?.Totals.Losses,
                    "N3"
                )}</td><td class="n">{Number(sums?.Totals.Residual, "N2")}</td>
                <td>{(
                    sums is null ? ""
                    : sums.Controls.AreZero() ? "all zero"
                    : "not zero"
                )}</td><td>{Text(Why(run))}</td></tr>
                {parties}
                """
            );
        }

        return new HtmlContent(
            Page(rows.Length == 0 ? "<tr><td colspan=\"10\">No run was started yet.</td></tr>" : rows.ToString()),
            Style
        );
    }

    private static string Why(RunRecord run) =>
        run.Failure?.ToString()
        ?? string.Join(
            "; ",
            run.Reasons.GroupBy(r => (r.Code, r.Subject))
                .Take(4)
                .Select(r =>
                    $"{r.Key.Code} {r.Key.Subject} (periods {string.Join(", ", r.Select(x => x.Period).Take(6))}{(r.Count() > 6 ? " …" : "")})"
                )
        );

    private static string Parties(DaySummary summary)
    {
        var rows = string.Concat(
            summary.Parties.Select(p =>
                $"<tr><td>{Text(p.Party)}</td><td class=\"n\">{Number(p.Credited, "N3")}</td><td class=\"n\">{Number(p.Contracted, "N3")}</td><td class=\"n\">{Number(p.Imbalance, "N3")}</td><td class=\"n\">{Number(p.ImbalanceCash, "N2")}</td><td class=\"n\">{Number(p.ResidualCash, "N2")}</td><td class=\"n\">{Number(p.Net, "N2")}</td></tr>"
            )
        );
        return $"""
            <tr><td colspan="10"><details><summary>{summary.Parties.Count} parties</summary><table>
            <tr><th>Party</th><th>Credited MWh</th><th>Contracted MWh</th><th>Imbalance MWh</th><th>Imbalance £</th><th>Residual £</th><th>Net £</th></tr>{rows}</table></details></td></tr>
            """;
    }

    private static string Number(decimal? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Text(string value) => WebUtility.HtmlEncode(value);

    private static string Page(string rows) =>
        $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Settlement Runs</title><style>{{Style}}</style></head><body><h1>Settlement Runs</h1>
            <p>Volumes in MWh, money in £; net positive means that the party pays. <a href="rejects">Rejected inputs</a> · <a href="health/ready">Health</a></p>
            <table><tr><th>Settlement Day</th><th>Run</th><th>Attempt</th><th>State</th><th class="n">Periods with figures</th><th class="n">GSP Group Take</th><th class="n">Losses</th><th class="n">Residual</th><th>Controls</th><th>Reasons</th></tr>
            {{rows}}</table></body></html>
            """;
}
