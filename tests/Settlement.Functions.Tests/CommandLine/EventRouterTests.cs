using System.Text;
using Settlement.Hosting.Replay;

namespace Settlement.Functions.Tests.CommandLine;

/// <summary>Which hub a line of a replayed file goes to.</summary>
public sealed class EventRouterTests
{
    [Theory]
    [InlineData("market", """{"type":"systemPrice"}""")]
    [InlineData("market", """{"day":"2026-06-16","type":7}""")]
    [InlineData("market", """[{"type":"contract"},5]""")]
    [InlineData("market", """{"\u0074ype":"contract"}""")]
    [InlineData("market", """{"\ud800":1,"type":"contract"}""")]
    [InlineData("market", "\uFEFF{\"type\":\"contract\"}")]
    [InlineData("readings", """{"mpan":"1","note":{"type":"contract"}}""")]
    [InlineData("readings", """[{"mpan":"1"},{"type":"contract"}]""")]
    [InlineData("readings", """[5,{"type":"contract"}]""")]
    [InlineData("readings", """{"type":"contract" """)]
    [InlineData("readings", """{"type":"contract"} x""")]
    [InlineData("readings", "no JSON")]
    [InlineData("readings", "[]")]
    public void A_readable_object_with_a_type_goes_to_market_and_everything_else_to_readings(string hub, string line) =>
        Assert.Equal(hub, EventRouter.HubOf(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Bytes_that_are_not_UTF8_go_to_readings() =>
        Assert.Equal("readings", EventRouter.HubOf([.. "{\"type\":\""u8, 0xFF, .. "\"}"u8]));
}
