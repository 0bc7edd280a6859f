using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Settlement.Domain.Allocation;
using Settlement.Domain.Market;
using Settlement.Storage;
using Settlement.Storage.Sqlite;

namespace Settlement.Peers;

/// <summary>One message of the sample, as a service that keeps a row for each reading would hold it.</summary>
internal sealed record SampleMessage(string Mpan, int[] WattHours, Quality[] Qualities, SettlementCell Cell, int Revision);

/// <summary>The common pattern: one row for each reading, replaced in place by a later version.</summary>
internal static class RowPerReading
{
    private const int MessagesATransaction = 200;

    /// <summary>Reads the sample; the time for that is not counted.</summary>
    public static List<SampleMessage> Read(string path) => [.. File.ReadLines(path).Select(Parse)];

    /// <summary>Upserts into a table with a primary key of meter and period, many rows a transaction, flushed to disk at each commit.</summary>
    public static void Upsert(string path, IReadOnlyList<SampleMessage> messages)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144");
        Execute(
            connection,
            """
            CREATE TABLE reading (
                mpan INTEGER, period INTEGER, wh INTEGER, quality INTEGER, cell TEXT, revision INTEGER,
                PRIMARY KEY (mpan, period)) WITHOUT ROWID
            """
        );
        using var upsert = connection.CreateCommand();
        upsert.CommandText = """
            INSERT INTO reading VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET wh = excluded.wh, quality = excluded.quality, cell = excluded.cell, revision = excluded.revision
            WHERE excluded.revision >= revision
            """;
        for (var i = 1; i <= 6; i++)
        {
            upsert.Parameters.Add(new SqliteParameter { ParameterName = "?" + i.ToString(CultureInfo.InvariantCulture) });
        }

        foreach (var batch in messages.Chunk(MessagesATransaction))
        {
            using var transaction = connection.BeginTransaction();
            upsert.Transaction = transaction;
            foreach (var message in batch)
            {
                upsert.Parameters[0].Value = long.Parse(message.Mpan, CultureInfo.InvariantCulture);
                upsert.Parameters[4].Value = CellText(message.Cell);
                upsert.Parameters[5].Value = message.Revision;
                for (var i = 0; i < message.WattHours.Length; i++)
                {
                    upsert.Parameters[1].Value = i + 1;
                    upsert.Parameters[2].Value = message.WattHours[i];
                    upsert.Parameters[3].Value = (int)message.Qualities[i];
                    upsert.ExecuteNonQuery();
                }
            }

            transaction.Commit();
        }
    }

    /// <summary>Adds the rows up by cell, quality class and period, for <see cref="OurPipeline.InComponents"/>.</summary>
    public static Dictionary<int, List<CellTotal>> Totals(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT cell, quality >= {(int)Quality.E1}, period, sum(wh), count(*) FROM reading GROUP BY 1, 2, 3";
        using var reader = command.ExecuteReader();
        var totals = new Dictionary<int, List<CellTotal>>();
        while (reader.Read())
        {
            if (!totals.TryGetValue(reader.GetInt32(2), out var period))
            {
                totals.Add(reader.GetInt32(2), period = []);
            }

            period.Add(
                new CellTotal(
                    CellOf(reader.GetString(0)),
                    reader.GetBoolean(1) ? QualityClass.Estimated : QualityClass.Actual,
                    reader.GetInt64(3),
                    reader.GetInt64(4)
                )
            );
        }

        return totals;
    }

    /// <summary>The same through the storage port, as it would be with Table storage: an entity a reading, a hundred a transaction at most, a partition a meter.</summary>
    public static async Task PutEntitiesAsync(string path, IReadOnlyList<SampleMessage> messages, CancellationToken cancellationToken)
    {
        using var store = new SqliteTableStore(path);
        await Parallel.ForEachAsync(
            messages,
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken },
            async (message, stop) =>
            {
                var writes = message
                    .WattHours.Select(
                        (wh, i) =>
                            TableWrite.Put(
                                (i + 1).ToString("D2", CultureInfo.InvariantCulture),
                                JsonSerializer.SerializeToUtf8Bytes(
                                    new
                                    {
                                        wh,
                                        quality = (int)message.Qualities[i],
                                        cell = CellText(message.Cell),
                                        message.Revision,
                                    }
                                )
                            )
                    )
                    .ToList();
                await store.WriteAsync("readings", message.Mpan, writes, stop);
            }
        );
    }

    private static SampleMessage Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var wattHours = root.GetProperty("kwh").EnumerateArray().Select(v => (int)(v.GetDecimal() * 1000)).ToArray();
        var quality = root.GetProperty("quality");
        var qualities =
            quality.ValueKind == JsonValueKind.Array
                ? quality.EnumerateArray().Select(Code<Quality>).ToArray()
                : [.. Enumerable.Repeat(Code<Quality>(quality), wattHours.Length)];
        var mpan = root.GetProperty("mpan").GetString()!;
        var cell = new SettlementCell(
            Text("gspGroup"),
            Text("supplier"),
            root.TryGetProperty("flow", out var flow) ? Code<Flow>(flow) : Flow.Import,
            Code<MarketSegment>(root.GetProperty("segment")),
            Code<ConnectionType>(root.GetProperty("connection")),
            root.TryGetProperty("domestic", out var domestic) && domestic.GetBoolean(),
            int.Parse(mpan.AsSpan(0, 2), CultureInfo.InvariantCulture),
            Text("llfc")
        );
        return new SampleMessage(
            mpan,
            wattHours,
            qualities,
            cell,
            root.TryGetProperty("revision", out var revision) ? revision.GetInt32() : 0
        );

        string Text(string name) => root.GetProperty(name).GetString()!;
    }

    private static T Code<T>(JsonElement value)
        where T : struct, Enum =>
        CodeText.TryParse<T>(value.GetString()!, out var code) ? code : throw new FormatException($"'{value}' is not a {typeof(T).Name}.");

    private static string CellText(SettlementCell cell) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{cell.GspGroup}|{cell.Supplier}|{cell.Flow}|{cell.Segment}|{cell.Connection}|{cell.Domestic}|{cell.Distributor}|{cell.Llfc}"
        );

    private static SettlementCell CellOf(string text)
    {
        var parts = text.Split('|');
        return new SettlementCell(
            parts[0],
            parts[1],
            Enum.Parse<Flow>(parts[2]),
            Enum.Parse<MarketSegment>(parts[3]),
            Enum.Parse<ConnectionType>(parts[4]),
            bool.Parse(parts[5]),
            int.Parse(parts[6], CultureInfo.InvariantCulture),
            parts[7]
        );
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
