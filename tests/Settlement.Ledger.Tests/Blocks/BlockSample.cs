using CsCheck;
using Settlement.Domain.Allocation;
using Settlement.Domain.Calendar;
using Settlement.Domain.Market;
using Settlement.Ledger.Batches;
using Settlement.Ledger.Blocks;

namespace Settlement.Ledger.Tests.Blocks;

/// <summary>Rows for a block, as the decoder would hand them on.</summary>
internal static class BlockSample
{
    public static readonly BlockId Id = new(SettlementDay.Parse("2026-06-16").Number, 3, 12, "0123456789ab");

    private static readonly string[] Words = ["_A", "ALFA", "W01", "a code of a class that is rather long", "Ω"];

    /// <summary>Batches of up to so many rows, several events and cells among them.</summary>
    public static Gen<ReadingBatch> Batches(int maxRows) =>
        Gen.Select(Gen.Int[1, maxRows], Gen.Int[1, 5], Gen.Int[0, int.MaxValue]).Select((rows, events, seed) => Make(rows, events, seed));

    public static ReadingBatch Make(int rows, int events, int seed)
    {
        var batch = new ReadingBatch();
        var random = new Random(seed);
        for (var i = 0; i < rows; i++)
        {
            var first = random.Next(1, 51);
            var values = new long[random.Next(1, random.Next(2) == 0 ? 2 : 52 - first)];
            var qualities = new Quality[values.Length];
            Quality Any() => (Quality)random.Next(8);
            Array.Fill(qualities, Any());
            for (var v = 0; v < values.Length; v++)
            {
                values[v] = random.Next(6) switch
                {
                    0 when v > 0 && v < values.Length - 1 => ReadingBatch.NoValue,
                    1 => random.NextInt64(10_000_000_001),
                    _ => random.Next(300),
                };
                qualities[v] = random.Next(3) == 0 ? Any() : qualities[v];
            }

            var cell = batch.CellOf(
                Id.Day,
                new SettlementCell(
                    Words[random.Next(5)],
                    Words[random.Next(5)],
                    (Flow)random.Next(2),
                    (MarketSegment)random.Next(3),
                    (ConnectionType)random.Next(5),
                    random.Next(2) == 0,
                    random.Next(100),
                    Words[random.Next(5)]
                )
            );
            var e = (i * events / rows) + 1_000L;
            var mpan = Mpan.FromFirstTwelve((random.Next(10, 24) * 10_000_000_000L) + random.Next(rows));
            var revision = random.Next(4) == 0 ? random.NextInt64() : random.Next(3);
            if (batch.Events.IsEmpty || batch.Events[^1].Position != e)
            {
                batch.Begin(new RowEvent(e, 638_000_000_000_000_000 + (e * 7)));
            }
            batch.Add(cell, mpan, first, values, qualities, revision, i);
        }

        return batch;
    }

    /// <summary>A row with everything that must survive.</summary>
    public static string Text(
        Mpan mpan,
        SettlementCell cell,
        int first,
        ReadOnlySpan<long> values,
        ReadOnlySpan<Quality> qualities,
        long revision,
        long enqueued,
        long sequence,
        int place
    ) =>
        $"{mpan} {cell} {first} {string.Join(',', values.ToArray())} {string.Join(',', qualities.ToArray())} {revision} {enqueued} {sequence} {place}";

    public static List<string> Text(ReadingBatch batch)
    {
        var rows = new List<string>();
        foreach (var row in batch.Rows)
        {
            var e = batch.Events[row.Event];
            rows.Add(
                Text(
                    row.Mpan,
                    batch.Cells[row.Cell].Cell,
                    row.First,
                    batch.WattHours(row),
                    batch.Qualities(row),
                    row.Revision,
                    e.Enqueued,
                    e.Position,
                    row.Place
                )
            );
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    /// <summary>Everything that a stored block holds, and its totals.</summary>
    public static async Task<(List<string> Rows, DayTotals Totals, BlockHeader? Header)> ReadAsync(BlockStore blocks)
    {
        var rows = new List<string>();
        var totals = new DayTotals();
        BlockHeader? found = null;
        await foreach (var block in blocks.ListAsync(Id.Day, Id.Partition, default))
        {
            found = block.Header;
            var reader = blocks.Open(block);
            await reader.AddTotalsAsync(totals, default);
            for (var slice = 0; slice < block.Header.Slices; slice++)
            {
                var ids = await reader.IdsAsync(slice, default);
                var values = await reader.RowsAsync(slice, ids, default);
                for (var row = 0; row < ids.Mpans.Length; row++)
                {
                    var version = await Ledger.Folding.MeterVersion.ReadAsync(reader, values, row, default);
                    rows.Add(
                        Text(
                            version.Mpan,
                            version.Cell,
                            version.First,
                            version.WattHours,
                            version.Qualities,
                            version.Key.Revision,
                            version.Key.Enqueued,
                            version.Key.Position,
                            version.Key.Place
                        )
                    );
                }
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return (rows, totals, found);
    }
}
