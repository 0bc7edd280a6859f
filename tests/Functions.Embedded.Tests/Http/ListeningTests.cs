namespace Functions.Embedded.Tests.Http;

/// <summary>Where the host may listen without keys.</summary>
public sealed class ListeningTests : IDisposable
{
    private readonly string _folder = TestHost.NewFolder();

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://10.1.2.3:0")]
    [InlineData("http://settlement.example:0")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    public void An_address_that_others_reach_needs_keys(string urls)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => TestHost.Builder(_folder, new(), o => o.Urls = urls).Build());
        Assert.Contains(urls.Split(';')[^1], refused.Message, StringComparison.Ordinal);
        using var host = TestHost
            .Builder(
                _folder,
                new(),
                o =>
                {
                    o.Urls = urls;
                    o.RequireKeys = true;
                }
            )
            .Build();
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:7071")]
    [InlineData("http://[::1]:0; http://127.0.0.2:0")]
    public void Loopback_needs_none(string urls)
    {
        using var host = TestHost.Builder(_folder, new(), o => o.Urls = urls).Build();
    }

    [Fact]
    public async Task Endpoints_of_kestrels_own_section_do_not_take_the_place_of_the_address()
    {
        await using var host = await TestHost.StartAsync(
            configure: null,
            build: builder => builder.Configuration["Kestrel:Endpoints:Open:Url"] = "http://0.0.0.0:0"
        );
        Assert.Equal("127.0.0.1", host.Address.Host);
    }
}
