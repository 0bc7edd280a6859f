using CsCheck;
using Settlement.Domain.Market;

namespace Settlement.Domain.Tests.Market;

public class MpanTests
{
    [Theory]
    [InlineData("2278676232781", 22)]
    [InlineData("1012345678903", 10)]
    [InlineData("1900001234568", 19)]
    [InlineData("2012345678906", 20)]
    [InlineData("2399999999997", 23)]
    [InlineData("1200000000002", 12)]
    [InlineData("1000000000040", 10)]
    public void A_published_number_is_read_and_written_alike(string text, int distributor)
    {
        Assert.True(Mpan.TryParse(text, out var mpan));
        Assert.Equal(text, mpan.ToString());
        Assert.Equal(distributor, mpan.Distributor);
        Assert.Equal(mpan, Mpan.FromFirstTwelve(long.Parse(text[..12], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Every_number_takes_the_one_check_digit_of_the_primes_and_refuses_the_other_nine() =>
        Gen.Long[0, 999_999_999_999]
            .Sample(
                twelve =>
                {
                    var text = twelve.ToString("D12", System.Globalization.CultureInfo.InvariantCulture);
                    var accepted = Enumerable.Range(0, 10).Where(digit => Mpan.TryParse(text + digit, out _)).ToArray();
                    Assert.Equal([CheckDigit(text)], accepted);
                    Assert.Equal(text + CheckDigit(text), Mpan.FromFirstTwelve(twelve).ToString());
                },
                iter: 5_000
            );

    [Theory]
    [InlineData("")]
    [InlineData("227867623278")]
    [InlineData("22786762327810")]
    [InlineData("227867623278a")]
    [InlineData("22786762 2781")]
    [InlineData(" 2278676232781")]
    [InlineData("-278676232781")]
    [InlineData("2278676232.81")]
    [InlineData("２２７８６７６２３２７８１")]
    public void Text_that_is_not_thirteen_digits_is_refused(string text) => Assert.False(Mpan.TryParse(text, out _));

    [Fact]
    public void A_leading_zero_counts_as_a_digit()
    {
        Assert.True(Mpan.TryParse("0000000000000", out var zero));
        Assert.Equal("0000000000000", zero.ToString());
        Assert.False(Mpan.TryCreate(-1, out _));
        Assert.False(Mpan.TryCreate(22_786_762_327_810, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mpan.FromFirstTwelve(1_000_000_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mpan.FromFirstTwelve(-1));
    }

    [Fact]
    public void Numbers_sort_by_their_digits()
    {
        var low = Mpan.FromFirstTwelve(101_234_567_890);
        var high = Mpan.FromFirstTwelve(227_867_623_278);
        Assert.True(low < high && high > low && low <= high && high >= low && low.CompareTo(high) < 0 && !(high <= low) && !(low >= high));
    }

    /// <summary>Weights each digit with the next prime from 3 on, leaving out 11.</summary>
    private static int CheckDigit(string twelve)
    {
        var sum = 0;
        var prime = 2;
        foreach (var digit in twelve)
        {
            do
            {
                prime++;
            } while (prime == 11 || Enumerable.Range(2, prime - 2).Any(d => prime % d == 0));
            sum += prime * (digit - '0');
        }

        return sum % 11 == 10 ? 0 : sum % 11;
    }

    [Fact]
    public void Bytes_are_read_as_characters_are()
    {
        var random = new Random(5);
        for (var i = 0; i < 100_000; i++)
        {
            var text = Mpan.FromFirstTwelve(random.NextInt64(1_000_000_000_000)).ToString().ToCharArray();
            if (i % 2 == 0)
            {
                text[random.Next(text.Length)] = (char)random.Next(random.Next(2) == 0 ? '0' : 1, random.Next(2) == 0 ? ':' : 128);
            }
            var bytes = System.Text.Encoding.ASCII.GetBytes(text, 0, i % 50 == 0 ? random.Next(text.Length) : text.Length);
            Assert.Equal(Mpan.TryParse(text.AsSpan(0, bytes.Length), out var expected), Mpan.TryParse(bytes.AsSpan(), out var actual));
            Assert.Equal(expected, actual);
        }

        Assert.False(Mpan.TryParse(new byte[14], out _));
        Assert.False(Mpan.TryParse([.. Enumerable.Repeat((byte)0xFF, 13)], out _));
    }
}
