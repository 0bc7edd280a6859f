using Functions.Embedded;
using Settlement.Ledger.Commits;
using Settlement.Simulation;
using Settlement.Simulation.National;

namespace Settlement.Bench.National;

/// <summary>
/// Fills the readings hub with a national day. Meters report in chunks, one partition a chunk, and every partition is filled by one worker in
/// a fixed order; when all have reported, corrections and duplicates follow in the same way. Memory depends on the cast and the cores alone.
/// </summary>
internal sealed class NationalFill(IEmbeddedHub hub, NationalOptions options)
{
    private const int MaxMetersInChunk = 1 << 16;
    private const int LeastChunksInPartition = 4;
    private const ulong EventStream = 6UL << 60;

    private readonly Cast _cast = SyntheticMarket.NationalCast(options.Meters);
    private readonly MeterOrder _order = new(options.Meters);

    private NationalOptions Options => options;

    /// <summary>Sends the day; on return it is on disk.</summary>
    public async Task<NationalDay> RunAsync(IProgress<long> progress, CancellationToken cancellationToken)
    {
        var partitions = hub.LastEnqueued(Hubs.Readings).Count;
        var chunk = Math.Clamp(options.Meters / (partitions * LeastChunksInPartition), 1, MaxMetersInChunk);
        Worker[] workers = [.. Enumerable.Range(0, Math.Min(Environment.ProcessorCount, partitions)).Select(_ => new Worker(this))];
        EventPacker[] packers = [.. Enumerable.Range(0, partitions).Select(partition => new EventPacker(hub, Hubs.Readings, partition))];
        await AllAsync(
            workers,
            packers,
            chunk,
            (worker, packer, from, to) => worker.SendFirstAsync(packer, from, to, progress, cancellationToken)
        );
        var first = packers.Sum(packer => packer.Messages);
        await AllAsync(workers, packers, chunk, (worker, packer, from, to) => worker.SendLateAsync(packer, from, to, cancellationToken));
        foreach (var packer in packers)
        {
            await packer.EndAsync(false, cancellationToken);
            await packer.SendAsync(false, cancellationToken);
        }

        var totals = new MarketTotals(_cast, 1, new LossTable(1));
        var registrations = new Registrations(_cast);
        foreach (var worker in workers)
        {
            worker.Totals.AddTo(totals, registrations, options.Day.Periods);
        }
        var book = new MeterCatalog(options.Seed, options.Meters, _cast);
        var messages = packers.Sum(packer => packer.Messages);
        return new NationalDay(
            packers.Sum(packer => packer.Events),
            messages + workers.Sum(worker => worker.Repeated),
            packers.Sum(packer => packer.Bytes),
            messages - first,
            _cast,
            totals,
            registrations,
            book[workers.Select(worker => worker.Corrected).FirstOrDefault(meter => meter is not null) ?? 0]
        );
    }

    private async Task AllAsync(Worker[] workers, EventPacker[] packers, int chunk, Func<Worker, EventPacker, int, int, Task> send)
    {
        await Task.WhenAll(
            workers.Select(
                (worker, w) =>
                    Task.Run(async () =>
                    {
                        for (var c = 0; c * (long)chunk < options.Meters; c++)
                        {
                            if (c % packers.Length % workers.Length == w)
                            {
                                await send(worker, packers[c % packers.Length], c * chunk, (int)Math.Min(options.Meters, (c + 1L) * chunk));
                            }
                        }
                    })
            )
        );
    }

    private sealed class Worker(NationalFill fill)
    {
        private readonly NationalMessages _messages = new(fill.Options, fill._cast);

        public NationalTotals Totals { get; } = new(fill._cast);

        /// <summary>Messages that were sent again with their event.</summary>
        public long Repeated { get; private set; }

        public int? Corrected { get; private set; }

        public async Task SendFirstAsync(
            EventPacker packer,
            int from,
            int to,
            IProgress<long> progress,
            CancellationToken cancellationToken
        )
        {
            var (inEvent, events) = (packer.Messages, 0UL);
            for (var place = from; place < to; place++)
            {
                if (!TryAddFirst(packer, fill._order[place]))
                {
                    await EndAsync();
                    TryAddFirst(packer, fill._order[place]);
                }
            }

            await EndAsync();
            await packer.SendAsync(false, cancellationToken);
            progress.Report(to);

            async ValueTask EndAsync()
            {
                var random = SeededRandom.For(fill.Options.Seed, EventStream + (ulong)from, events++);
                var repeated = random.Chance(NationalOptions.EventRepeated);
                Repeated += repeated ? packer.Messages - inEvent : 0;
                inEvent = packer.Messages;
                await packer.EndAsync(repeated, cancellationToken);
            }
        }

        public async Task SendLateAsync(EventPacker packer, int from, int to, CancellationToken cancellationToken)
        {
            for (var place = from; place < to; place++)
            {
                var meter = fill._order[place];
                var fate = _messages.FateOf(meter);
                if (fate == NationalVariant.Plain || TryAddLate(packer, meter, fate))
                {
                    continue;
                }
                await packer.EndAsync(false, cancellationToken);
                TryAddLate(packer, meter, fate);
            }
        }

        private bool TryAddFirst(EventPacker packer, int meter)
        {
            if (!packer.TryAdd(_messages.First(meter)))
            {
                return false;
            }
            Totals.Register(_messages.Message.Meter);
            if (_messages.FateOf(meter) is NationalVariant.Plain or NationalVariant.Duplicated)
            {
                Totals.Add(_messages.Message);
            }
            return true;
        }

        private bool TryAddLate(EventPacker packer, int meter, NationalVariant fate)
        {
            if (!packer.TryAdd(_messages.Late(meter, fate)))
            {
                return false;
            }
            if (fate == NationalVariant.Duplicated)
            {
                return true;
            }
            Totals.Add(_messages.Message);
            Corrected ??= meter;
            return true;
        }
    }
}
