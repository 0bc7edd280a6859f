using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Functions.Embedded.Durable;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Embedded.Tests.Durable;

/// <summary>Inputs and ids that cannot be shown are refused at the start, and one that is there all the same does not take the list away.</summary>
public sealed class HostileInputTests : IAsyncLifetime
{
    private const string Api = "runtime/webhooks/durabletask/";
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public static TheoryData<string> BadInputs { get; } =
    [Nested(63), Nested(49), Nested(5_000), """{"a":"\ud800"}""", """{"\udc00":1}""", "{\"a\":", "{} {}", "nonsense"];

    [Theory]
    [MemberData(nameof(BadInputs))]
    public async Task An_input_that_cannot_be_shown_is_refused_and_the_list_stays(string input)
    {
        using var body = Json(input);
        using var refused = await _host.Http.PostAsync($"{Api}orchestrators/Waiting/bad", body);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/problem+json"),
            (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType)
        );
        Assert.Empty((await ListAsync("")).EnumerateArray());
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_no_input()
    {
        using var body = new ByteArrayContent([.. "\""u8, 0xED, 0xA0, 0x80, .. "\""u8]);
        body.Headers.ContentType = new("application/json");
        using var refused = await _host.Http.PostAsync($"{Api}orchestrators/Waiting/bad", body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task An_input_as_deep_as_allowed_is_taken_and_shown()
    {
        using var body = Json(Nested(48));
        Assert.Equal(HttpStatusCode.Accepted, (await _host.Http.PostAsync($"{Api}orchestrators/Waiting/deep", body)).StatusCode);
        Assert.Equal(Nested(48), Assert.Single((await ListAsync("")).EnumerateArray()).GetProperty("input").GetRawText());
        using var status = await _host.Http.GetAsync($"{Api}instances/deep?showHistory=true&showHistoryOutput=true");
        Assert.Equal(HttpStatusCode.Accepted, status.StatusCode);
    }

    [Theory]
    [InlineData("a%01b")]
    [InlineData("a%0D%0Ab")]
    [InlineData("a%C3%A9")]
    [InlineData("a%E2%80%8Fb")]
    [InlineData("@x")]
    [InlineData("a%23b")]
    [InlineData("a%3Fb")]
    [InlineData("a%5Cb")]
    [InlineData("%20a")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task An_id_that_fits_no_header_or_address_is_refused(string id)
    {
        using var body = Json("1");
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.Http.PostAsync($"{Api}orchestrators/Waiting/{id}", body)).StatusCode);
        Assert.Empty((await ListAsync("")).EnumerateArray());
    }

    [Fact]
    public async Task A_body_of_another_type_starts_nothing()
    {
        using var body = new StringContent("1", Encoding.UTF8, "text/plain");
        using var start = await _host.Http.PostAsync($"{Api}orchestrators/Waiting/w", body);
        using var more = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var admin = await _host.Http.PostAsync("admin/functions/hourly", more);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType), (start.StatusCode, admin.StatusCode));
    }

    [Fact]
    public async Task Instances_of_earlier_versions_are_listed_page_by_page_whatever_they_hold()
    {
        var store = _host.Services.GetRequiredService<DurableStore>();
        string[] ids = ["a\u0001b", "é", "\u200f", "z"];
        foreach (var (id, input) in ids.Zip([Nested(63), """{"a":"\ud800"}""", "no json", Nested(5)]))
        {
            var row = new InstanceRow(id, id, "Waiting", OrchestrationRuntimeStatus.Completed, input, 1) { Output = Nested(62) };
            await store.CreateAsync(row, [], []);
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), (await ListAsync("")).EnumerateArray().Select(Id));
        var found = new List<string?>();
        string? mark = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}instances?top=1");
            if (mark is not null)
            {
                request.Headers.Add("x-ms-continuation-token", mark);
            }
            using var page = await _host.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            found.Add(Id(Assert.Single((await page.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray())));
            mark = page.Headers.TryGetValues("x-ms-continuation-token", out var marks) ? marks.Single() : null;
        } while (mark is not null);

        Assert.Equal(ids.Order(StringComparer.Ordinal), found);
        using var one = await _host.Http.GetAsync($"{Api}instances/{Uri.EscapeDataString("é")}?showHistory=true");
        Assert.Equal(HttpStatusCode.OK, one.StatusCode);
        using var restarted = await _host.Http.PostAsync(
            $"{Api}instances/{Uri.EscapeDataString("é")}/restart?restartWithNewInstanceId=false",
            null
        );
        Assert.Equal(HttpStatusCode.Accepted, restarted.StatusCode);
    }

    [Theory]
    [InlineData("zzzz")]
    [InlineData("d29ya2Vy")]
    [InlineData("***")]
    public async Task A_mark_that_no_page_gave_is_refused(string mark)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}instances");
        request.Headers.Add("x-ms-continuation-token", mark);
        using var response = await _host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_list_without_inputs_reads_none_and_one_with_large_ones_ends_its_page_early()
    {
        var store = _host.Services.GetRequiredService<DurableStore>();
        var large = $"\"{new string('x', 1_000_000)}\"";
        for (var i = 0; i < 12; i++)
        {
            await store.CreateAsync(new InstanceRow($"i{i:D2}", "e", "Waiting", OrchestrationRuntimeStatus.Completed, large, 1), [], []);
        }

        var without = store.Page(new InstanceQuery(null, null, new InstanceFilter(null, null, null), false, false), 100);
        Assert.Equal((12, false), (without.Rows.Count, without.GoesOn));
        Assert.All(without.Rows, row => Assert.Null(row.Input));
        Assert.Equal(12, (await ListAsync("?showInput=false")).GetArrayLength());
        Assert.InRange((await ListAsync("")).GetArrayLength(), 1, 2);
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static string? Id(JsonElement instance) => instance.GetProperty("instanceId").GetString();

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private async Task<JsonElement> ListAsync(string query)
    {
        using var response = await _host.Http.GetAsync($"{Api}instances{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(new JsonSerializerOptions { MaxDepth = 256 });
    }
}
