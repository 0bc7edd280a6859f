using Settlement.Domain.Calendar;

namespace Settlement.Domain.Tests.Calendar;

public class SettlementDayTextTests
{
    [Theory]
    [InlineData("2026-06-16")]
    [InlineData("2024-02-29")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void A_date_is_read_and_written_alike(string text)
    {
        Assert.True(SettlementDay.TryParse(text, out var day));
        Assert.Equal(text, day.ToString());
        Assert.Equal(day, SettlementDay.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-6-16")]
    [InlineData("2026-06-16 ")]
    [InlineData(" 2026-06-16")]
    [InlineData("2026-06-1")]
    [InlineData("2026-06-16T")]
    [InlineData("2026/06/16")]
    [InlineData("16-06-2026")]
    [InlineData("20260616")]
    [InlineData("2026-00-10")]
    [InlineData("2026-13-01")]
    [InlineData("2026-06-31")]
    [InlineData("2025-02-29")]
    [InlineData("-026-06-16")]
    [InlineData("+026-06-16")]
    [InlineData("2026-06-1x")]
    [InlineData("２０２６-06-16")]
    [InlineData("2026-06-16\n")]
    public void Anything_else_is_refused(string? text)
    {
        Assert.False(SettlementDay.TryParse(text, out var day));
        Assert.Equal(default, day);
        if (text is not null)
        {
            Assert.Throws<FormatException>(() => SettlementDay.Parse(text));
        }
    }
}
