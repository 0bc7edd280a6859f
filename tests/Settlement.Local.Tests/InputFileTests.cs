using System.IO.Compression;
using System.Text;
using Settlement.Hosting.Replay;
using Settlement.Local.Conversion;

namespace Settlement.Local.Tests;

public sealed class InputFileTests : IDisposable
{
    private const int Lines = 400;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(0)]
    public void A_gzip_file_that_ends_early_is_an_error_with_its_name(double part)
    {
        var whole = Pack(Text());

        var thrown = Assert.Throws<InvalidDataException>(() => Read(whole[..(int)(whole.Length * part)]));

        Assert.Contains("readings.jsonl.gz' ends early", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gzip_file_without_any_one_of_its_last_bytes_is_an_error()
    {
        var whole = Pack(Text());

        Assert.All(Enumerable.Range(1, 20), cut => Assert.Throws<InvalidDataException>(() => Read(whole[..^cut])));
    }

    [Fact]
    public void A_flipped_bit_anywhere_behind_the_header_is_an_error_with_the_file_s_name()
    {
        var whole = Pack(Text());
        for (var at = 10; at < whole.Length; at += 7)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x10;

            var thrown = Assert.Throws<InvalidDataException>(() => Read(damaged));

            Assert.Contains("readings.jsonl.gz' ", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Members_one_after_another_and_zeros_at_the_end_are_one_file() =>
        Assert.Equal(3 * Lines, Read([.. Pack(Text()), .. Pack(Text()), 0, 0, 0, .. Pack(Text()), .. new byte[100_000]]));

    [Theory]
    [InlineData("garbage")]
    [InlineData("\0\0x")]
    public void Anything_else_behind_the_last_member_is_an_error(string garbage)
    {
        var thrown = Assert.Throws<InvalidDataException>(() => Read([.. Pack(Text()), .. Encoding.UTF8.GetBytes(garbage)]));

        Assert.Contains("has bytes behind its compressed data", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_promises_gzip_is_held_to_it()
    {
        var thrown = Assert.Throws<InvalidDataException>(() => Read(Encoding.UTF8.GetBytes(Text())));

        Assert.Contains("is not gzip", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gzip_is_known_without_its_name()
    {
        File.WriteAllBytes(_folder["readings.jsonl"], Pack(Text()));

        Assert.Equal(Lines, ReplayFile.Read(_folder["readings.jsonl"]).Count());
    }

    [Theory]
    [InlineData("LCLid,tstp,energy(kWh/hh)\nMAC000002,2013-01-01 00:30:00,0.2", true)]
    [InlineData("LCLid,tstp,energy(kWh/hh)\nMAC000002,2013-01-01 00:30:00,0.", true)]
    [InlineData("LCLid,tstp,energy(kWh/hh)\nMAC000002,2013-01-01 00:30:00,0.2\n", false)]
    [InlineData("LCLid,tstp,energy(kWh/hh)\nMAC000002,2013-01-01 00:30:00,Null", false)]
    public void A_table_that_ends_in_a_number_without_a_line_end_is_told(string table, bool told)
    {
        File.WriteAllText(_folder["trial.csv"], table);
        var warnings = new List<string>();

        LowCarbonLondonConverter.Convert([_folder["trial.csv"]], _folder["out.jsonl"], warn: warnings.Add);

        Assert.Equal(told, warnings.Count == 1 && warnings[0].Contains("trial.csv", StringComparison.Ordinal));
    }

    [Fact]
    public void The_converter_refuses_a_table_that_ends_early()
    {
        var whole = Pack("LCLid,tstp,energy(kWh/hh)\n" + string.Concat(Enumerable.Repeat("MAC000002,2013-01-01 00:30:00,0.2\n", Lines)));
        File.WriteAllBytes(_folder["trial.csv.gz"], whole[..(whole.Length / 2)]);

        var thrown = Assert.Throws<InvalidDataException>(() =>
            LowCarbonLondonConverter.Convert([_folder["trial.csv.gz"]], _folder["out.jsonl"])
        );

        Assert.Contains("trial.csv.gz", thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private int Read(byte[] content)
    {
        File.WriteAllBytes(_folder["readings.jsonl.gz"], content);
        return ReplayFile.Read(_folder["readings.jsonl.gz"]).Count();
    }

    private static string Text() =>
        string.Concat(Enumerable.Range(0, Lines).Select(i => $$"""{"mpan":"1012345678903","kwh":[{{i * 7919 % 1000}}]}""" + "\n"));

    private static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }
        return packed.ToArray();
    }
}
