using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Settlement.Bench.Measuring;
using Settlement.Bench.National;
using Settlement.Hosting;
using Settlement.Hosting.Reporting;
using Settlement.Reference;
using Settlement.Simulation.National;

namespace Settlement.Peers;

/// <summary>Does the same aggregation in all ways, on the same messages, and compares figures before it compares times.</summary>
internal sealed class SideBySide(LocalOptions options, NationalOptions national, int sampleMessages, Screen screen)
{
    private const int Tries = 3;
    private const int Readings = 48;

    private readonly List<BenchEntry> _contenders = [];
    private readonly string _folder = options.DataFolder;
    private string _engine = "";

    /// <summary>Measures all.</summary>
    /// <returns>The comparison, or null where figures differ: then no time is worth a word.</returns>
    public async Task<PeersReport?> RunAsync(CancellationToken cancellationToken)
    {
        var day = await screen.ProgressAsync(
            "Filling the hub",
            null,
            progress => NationalSetup.FillAsync(options, national, progress, cancellationToken)
        );
        var (json, sample) = (Path.Combine(_folder, "messages.jsonl"), Path.Combine(_folder, "sample.jsonl"));
        var (messages, sampled) = await HubExport.WriteAsync(options, json, sample, Math.Max(1, sampleMessages / 4), cancellationToken);
        if (messages != day.Messages)
        {
            throw new InvalidDataException($"The hub holds {messages} messages; {day.Messages} were sent.");
        }

        var ours = await MeasureOursAsync(day, cancellationToken);
        var equal = await MeasureDuckDbAsync(json, messages, ours, cancellationToken);
        equal &= await MeasureRowsAsync(sample, sampled, messages, cancellationToken);
        return equal
            ? new PeersReport(Machine.Here(), national.Meters, messages, messages * national.Day.Periods, day.Bytes, _engine, _contenders)
            : null;
    }

    private async Task<ComponentTotals> MeasureOursAsync(NationalDay day, CancellationToken cancellationToken)
    {
        var pipeline = new OurPipeline(options with { Clock = national.Clock }, national.Day);
        var ingest = await Clocked.OnceAsync(() => pipeline.IngestAsync(cancellationToken));
        await using var host = ingest.Result;
        var fold = await Clocked.BestAsync(Tries, () => pipeline.FoldAsync(host, cancellationToken));
        var stored = LedgerFile.Blocks(Path.Combine(_folder, LocalHost.LedgerFile)).Bytes;
        _contenders.Add(
            new BenchEntry(
                BenchEntry.Ours,
                BenchEntry.Hub,
                ingest.Seconds + fold.Seconds,
                ingest.CpuSeconds + fold.CpuSeconds,
                day.Messages,
                day.Bytes,
                "start of the host, durable ingest, once; then the fold, best of three"
            )
        );
        _contenders.Add(
            new BenchEntry(
                BenchEntry.Ours,
                BenchEntry.Ledger,
                fold.Seconds,
                fold.CpuSeconds,
                day.Messages,
                stored,
                "the fold of what is in the ledger, best of three"
            )
        );
        return fold.Result;
    }

    private async Task<bool> MeasureDuckDbAsync(string json, long messages, ComponentTotals ours, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (wide, readings) = (Path.Combine(_folder, "wide.parquet"), Path.Combine(_folder, "long.parquet"));
        using var duck = new DuckDb(Path.Combine(_folder, "duck"));
        duck.Execute(DuckDbSql.Reference(Path.Combine(_folder, "market", "reference"), national.Day));
        _engine = duck.Version();

        var fromJson = await Clocked.BestAsync(
            Tries,
            () =>
                Task.Run(
                    () =>
                    {
                        duck.Execute($"CREATE OR REPLACE TEMP TABLE wide AS {DuckDbSql.WideFromJson(json)}");
                        return duck.Totals(DuckDbSql.TotalsOfWide("wide"));
                    },
                    cancellationToken
                )
        );
        Add("DuckDB", BenchEntry.Json, fromJson, json, "parsed into memory and added up, best of three; nothing is kept");

        var kept = Path.Combine(_folder, "kept.duckdb");
        duck.Execute($"ATTACH '{kept}' AS kept");
        var keeping = await Clocked.OnceAsync(() =>
            Task.Run(
                () =>
                {
                    duck.Execute($"CREATE TABLE kept.wide AS {DuckDbSql.WideFromJson(json)}; CHECKPOINT kept");
                    return duck.Totals(DuckDbSql.TotalsOfWide("kept.wide"));
                },
                cancellationToken
            )
        );
        duck.Execute("DETACH kept");
        Add(
            "DuckDB, kept in its file",
            BenchEntry.Json,
            keeping,
            kept,
            "parsed into a table of a database file in one transaction, and added up from there, once"
        );

        var write = await Clocked.OnceAsync(() =>
            Task.Run(
                () =>
                {
                    duck.Execute($"COPY wide TO '{wide}' (FORMAT parquet, COMPRESSION zstd)");
                    return 0;
                },
                cancellationToken
            )
        );
        _contenders.Add(
            new BenchEntry(
                "DuckDB writing Parquet",
                BenchEntry.Memory,
                write.Seconds,
                write.CpuSeconds,
                messages,
                new FileInfo(wide).Length,
                "what it costs to make the file of the next row"
            )
        );
        duck.Execute("DROP TABLE wide");
        var fromWide = await Clocked.BestAsync(
            Tries,
            () => Task.Run(() => duck.Totals(DuckDbSql.TotalsOfWide($"'{wide}'")), cancellationToken)
        );
        Add(
            "DuckDB, a row a message",
            BenchEntry.Parquet,
            fromWide,
            wide,
            "a row a message, 48 integer columns, a bit a period for what is estimated; its best form; best of three"
        );

        duck.Execute($"COPY ({DuckDbSql.LongFromWide($"'{wide}'")}) TO '{readings}' (FORMAT parquet, COMPRESSION zstd)");
        var fromLong = await Clocked.BestAsync(
            Tries,
            () => Task.Run(() => duck.Totals(DuckDbSql.TotalsOfLong($"'{readings}'")), cancellationToken)
        );
        Add("DuckDB, a row a reading", BenchEntry.Parquet, fromLong, readings, "a row a reading; best of three");
        return Same("DuckDB from JSON", fromJson.Result)
            & Same("DuckDB from JSON, kept", keeping.Result)
            & Same("DuckDB from Parquet, a row a message", fromWide.Result)
            & Same("DuckDB from Parquet, a row a reading", fromLong.Result);

        void Add(string name, string from, Clocked<ComponentTotals> clocked, string file, string note) =>
            _contenders.Add(new BenchEntry(name, from, clocked.Seconds, clocked.CpuSeconds, messages, new FileInfo(file).Length, note));

        bool Same(string name, ComponentTotals theirs) => IsSame(name, ours, theirs);
    }

    private async Task<bool> MeasureRowsAsync(string sample, long sampled, long messages, CancellationToken cancellationToken)
    {
        var parsed = RowPerReading.Read(sample);
        var (table, entities) = (Path.Combine(_folder, "rows.db"), Path.Combine(_folder, "entities.db"));
        var upsert = await Clocked.OnceAsync(() =>
            Task.Run(
                () =>
                {
                    RowPerReading.Upsert(table, parsed);
                    return RowPerReading.Totals(table);
                },
                cancellationToken
            )
        );
        var put = await Clocked.OnceAsync(async () =>
        {
            await RowPerReading.PutEntitiesAsync(entities, parsed, cancellationToken);
            return 0;
        });
        Add("SQLite, a row a reading, upserted", upsert.Seconds, upsert.CpuSeconds, table);
        Add("storage port, an entity a reading, put", put.Seconds, put.CpuSeconds, entities);

        await using var host = await LocalHost.StartAsync(options with { Triggers = false }, cancellationToken);
        var reference = (await host.Services.GetRequiredService<ReferenceStore>().LoadCurrentAsync(cancellationToken)).On(national.Day);
        using var duck = new DuckDb(Path.Combine(_folder, "duck"));
        duck.Execute(DuckDbSql.Reference(Path.Combine(_folder, "market", "reference"), national.Day));
        duck.Execute($"CREATE TEMP TABLE wide AS {DuckDbSql.WideFromJson(sample)}");
        return IsSame(
            "a row a reading, on the sample",
            duck.Totals(DuckDbSql.TotalsOfWide("wide")),
            OurPipeline.InComponents(period => upsert.Result.GetValueOrDefault(period) ?? [], reference, national.Day.Periods)
        );

        void Add(string name, double seconds, double cpu, string file)
        {
            var factor = (double)messages / sampled;
            _contenders.Add(
                new BenchEntry(
                    name,
                    BenchEntry.Parsed,
                    seconds * factor,
                    cpu * factor,
                    messages,
                    (long)(new FileInfo(file).Length * factor),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"extrapolated from {sampled:N0} messages ({seconds:N1} s), parsing not counted"
                    )
                )
            );
        }
    }

    private bool IsSame(string name, ComponentTotals ours, ComponentTotals theirs)
    {
        if (ours.DifferenceFrom(theirs) is not { } difference)
        {
            screen.Note($"Equal: {name}, {theirs.Count} totals by GSP Group, supplier, component and period.");
            return true;
        }

        screen.Result($"DIFFERENT: {name}: {difference}");
        return false;
    }
}
