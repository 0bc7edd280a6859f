using System.Net;
using System.Text;
using Microsoft.DurableTask.Client;
using Settlement.Functions.Tests.Support;

namespace Settlement.Functions.Tests.Http;

/// <summary>Requests that nobody in good faith sends: each is refused in its own right and changes nothing.</summary>
public sealed class HostileRequestTests : IAsyncLifetime
{
    private const string Durable = "runtime/webhooks/durabletask/";

    private readonly TemporaryFolder _folder = new();

    private RunningHost Host { get; set; } = null!;

    public async Task InitializeAsync() => Host = await RunningHost.StartAsync(_folder.Path);

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("api/settlement/2026-06-16/SF")]
    [InlineData("api/rejects/replay")]
    [InlineData("api/partitions/readings/0/set-aside")]
    public async Task A_body_that_is_not_sent_as_json_changes_nothing(string path)
    {
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x" })
        {
            using var body = new StringContent("""{"reason":"not-json"}""", Encoding.UTF8);
            body.Headers.Remove("Content-Type");
            body.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await Host.Http.PostAsync(new Uri(path, UriKind.Relative), body);
            (await Answer.OfAsync(response)).IsProblem(HttpStatusCode.UnsupportedMediaType);
        }
        Assert.Empty(await Host.ItemsAsync("api/audit"));
    }

    [Theory]
    [InlineData("api/rejects/replay", "application/json", true)]
    [InlineData("api/rejects/replay", "application/json", false)]
    [InlineData("api/partitions/readings/0/set-aside", "application/json", true)]
    public async Task A_body_over_the_limit_of_its_route_is_413(string path, string type, bool known)
    {
        using var body = new StringContent($$"""{"why":"{{new string('x', 3 << 20)}}"}""", Encoding.UTF8, type);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.TransferEncodingChunked = !known;
        using var response = await Host.Http.SendAsync(request);
        (await Answer.OfAsync(response)).IsProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_set_of_unknown_length_over_its_limit_is_413()
    {
        using var body = new StringContent("name,value\n" + new string('\n', 9 << 20), Encoding.UTF8, "text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Put, "api/reference/parameters") { Content = body };
        request.Headers.TransferEncodingChunked = true;
        using var response = await Host.Http.SendAsync(request);
        (await Answer.OfAsync(response)).IsProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("participants", "id,name,role\n\u200FALFA,Alfa,supplier\n", "id")]
    [InlineData("participants", "id,name,role\n\"AL\"\"FA\",Alfa,supplier\n", "id")]
    [InlineData("participants", "id,name,role\nAL'FA,Alfa,supplier\n", "id")]
    [InlineData("participants", "id,name,role\n=ALFA,Alfa,supplier\n", "id")]
    [InlineData("participants", "id,name,role\n-ALFA,Alfa,supplier\n", "id")]
    [InlineData("participants", "id,name,role\nALF\u00C4,Alfa,supplier\n", "id")]
    [InlineData("participants", "id,name,role\nALFA,\"=cmd()\",supplier\n", "name")]
    [InlineData("bm-units", "id,party,account,gspGroup,tradingUnit,kind,default\nT_\u202EX,ALFA,C,_A,,generation,no\n", "id")]
    [InlineData("bm-units", "id,party,account,gspGroup,tradingUnit,kind,default\nT_X-1,AL FA,C,_A,,generation,no\n", "party")]
    [InlineData("bm-units", "id,party,account,gspGroup,tradingUnit,kind,default\nT_X-1,ALFA,C,_A,+1,generation,no\n", "tradingUnit")]
    [InlineData("gsp-groups", "id,name,zone\n_\u200BA,Eastern,1\n", "id")]
    public async Task Ids_are_of_the_markets_characters(string set, string csv, string column)
    {
        var error = Assert.Single((await Host.PutAsync(set, csv)).IsProblem(HttpStatusCode.BadRequest).Items("errors"));
        Assert.Equal((2m, column), (error.Number("row"), error.Text("column")));
    }

    [Fact]
    public async Task A_row_of_millions_of_cells_is_one_fault()
    {
        var problem = (await Host.PutAsync("parameters", "name,value\n" + new string(',', 8_000_000))).IsProblem(HttpStatusCode.BadRequest);
        Assert.Contains("more than 262144 characters", Assert.Single(problem.Items("errors")).Text("reason"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not base64")]
    [InlineData("bWFkZSB1cA")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OS0wMDAwMDAwMDAxLXp6enp6enp6")]
    [InlineData("")]
    public async Task A_made_up_continuation_of_the_audit_is_refused(string continuation) =>
        (await Host.GetAsync($"api/audit?continuation={Uri.EscapeDataString(continuation)}")).IsProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_page_of_the_audit_gives_a_continuation_that_is_taken()
    {
        for (var i = 0; i < 3; i++)
        {
            await Host.PostAsync($"api/settlement/2026-06-1{i}/SF?why=first%0D%0Asecond");
        }
        var first = (await Host.GetAsync("api/audit?limit=2")).Is(HttpStatusCode.OK);
        var rest = (await Host.GetAsync($"api/audit?limit=2&continuation={first.Text("continuation")}")).Is(HttpStatusCode.OK);
        Assert.Equal((2, 1), (first.Items("items").Count, rest.Items("items").Count));
        Assert.All(first.Items("items"), item => Assert.Equal("first  second", item.Text("why")));
    }

    [Fact]
    public async Task The_dashboard_runs_no_script_and_stands_in_no_frame()
    {
        using var page = await Host.Http.GetAsync(new Uri("api/dashboard", UriKind.Relative));
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(page.Headers.GetValues("X-Frame-Options")));
        using var list = await Host.Http.GetAsync(new Uri("api/rejects", UriKind.Relative));
        Assert.Equal("nosniff", Assert.Single(list.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("CountCompleteness", "{}")]
    [InlineData("CountCompleteness", """{"Day":"2026-06-16","Of":"SF-0001","Cut":{"Readings":[null],"Market":[]}}""")]
    [InlineData("CountCompleteness", """{"Day":"tomorrow","Of":"SF-0001","Cut":{"Readings":[],"Market":[]}}""")]
    [InlineData("CountCompleteness_2", "{}")]
    [InlineData("CountCompleteness_2", """{"Count":{"Day":"2026-06-16","Of":"x","Cut":{"Readings":[],"Market":[]}},"Groups":2000000000}""")]
    [InlineData("ExplainMovement", "{}")]
    [InlineData(
        "ExplainMovement_2",
        """{"Movement":{"Day":"2026-06-16","From":"XX","FromAttempt":1,"To":"R1","ToAttempt":1},"Groups":8,"Periods":48}"""
    )]
    [InlineData("SettlementRun_2", """{"Day":"2026-06-16","Run":"XX","Attempt":1,"WaitSeconds":1}""")]
    public async Task An_input_that_is_none_fails_its_orchestration_at_once(string orchestrator, string input)
    {
        (await Host.PostAsync($"{Durable}orchestrators/{orchestrator}/bad", input)).Is(HttpStatusCode.Accepted);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, await Host.EndOfAsync("bad"));
        var history = (await Host.GetAsync($"{Durable}instances/bad?showHistory=true")).Is(HttpStatusCode.OK).Items("historyEvents");
        Assert.DoesNotContain(history, item => item.Text("EventType").StartsWith("Task", StringComparison.Ordinal));
    }
}
