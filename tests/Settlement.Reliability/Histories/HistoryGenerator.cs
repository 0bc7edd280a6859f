using Settlement.Ledger.Commits;
using Settlement.Reliability.Faults;
using Settlement.Reliability.Support;

namespace Settlement.Reliability.Histories;

/// <summary>Makes histories: the same one for the same seed.</summary>
public sealed class HistoryGenerator
{
    private readonly Random _random;
    private readonly Dictionary<string, IReadOnlyList<int>> _partitions;
    private readonly (string Hub, int Partition)? _slow;

    private HistoryGenerator(Random random, Dictionary<string, IReadOnlyList<int>> partitions)
    {
        _random = random;
        _partitions = partitions;
        _slow = random.Next(4) == 0 ? AnyPartition() : null;
    }

    /// <summary>Makes the history of a seed.</summary>
    public static History Make(long seed)
    {
        var random = SeededRandom.Create(seed);
        var hazards = new Tally();
        var sendings = new SendingGenerator(random, hazards);
        var (sent, partitions) = sendings.Make();
        var acts = new HistoryGenerator(random, partitions).Acts(sent.Count, sendings.Day);
        var quarantines = seed % 3 == 1;
        return new History(seed, sent, partitions, quarantines ? WithReleases(seed, acts, partitions) : acts, quarantines, hazards);
    }

    /// <summary>Puts releases between the acts, by a chance of their own: the acts are those that they are without.</summary>
    private static List<Act> WithReleases(long seed, List<Act> acts, Dictionary<string, IReadOnlyList<int>> partitions)
    {
        var random = SeededRandom.Create(~seed);
        var all = new List<Act>();
        foreach (var act in acts)
        {
            all.Add(act);
            if (random.Next(3) == 0)
            {
                all.Add(new ReleaseValues(random.Next(partitions[Hubs.Readings][^1]), random.Next()));
            }
        }

        return all;
    }

    private List<Act> Acts(int sendings, DateOnly day)
    {
        var acts = new List<Act>();
        var count = _random.Next(6, 20);
        var cursed = _random.Next(4) == 0 ? (From: _random.Next(count), To: _random.Next(count)) : (From: -1, To: -1);
        for (var i = 0; i < count; i++)
        {
            if (_random.Next(2) == 0)
            {
                acts.Add(new Send(_random.Next(sendings * i / count, sendings + 1)));
            }
            if (i == cursed.From)
            {
                acts.Add(new Curse(day.AddDays(_random.Next(-1, 2))));
            }
            if (i == cursed.To)
            {
                acts.Add(new Curse(null));
            }
            acts.Add(
                _random.Next(14) switch
                {
                    0 or 1 => new TakeCut(AnyGroups(), AnyGroups(), _random.Next(2) == 0 ? _random.Next(12) : null),
                    2 => Meeting(i, count),
                    3 when _random.Next(6) == 0 && AnyPartition() is var (hub, partition) => new Expiry(hub, partition, _random.Next(4)),
                    5 or 6 => Upkeep(i, count),
                    7 when _random.Next(2) == 0 && AnyPartition() is var (hub, partition) => new Recreation(
                        hub,
                        partition,
                        _random.Next(2) == 0
                    ),
                    4 when _random.Next(2) == 0 && AnyPartition() is var (hub, partition) => new ReplayRejects(
                        hub,
                        partition,
                        _random.Next()
                    ),
                    _ => Delivery(i, count, mayBeInterrupted: true),
                }
            );
        }

        return acts;
    }

    private Meeting Meeting(int act, int acts)
    {
        var first = Delivery(act, acts, mayBeInterrupted: false) with { Process = 0 };
        var second = Delivery(act, acts, mayBeInterrupted: false) with { Hub = first.Hub, Partition = first.Partition, Process = 1 };
        return new Meeting(
            _random.Next(3) == 0 ? first with { Faults = [Failure()] } : first,
            _random.Next(3) == 0 ? second with { Faults = [Failure()] } : second,
            _random.Next()
        );
    }

    private Upkeep Upkeep(int act, int acts)
    {
        var (partition, process, sweeps) = (_random.Next(_partitions[Hubs.Readings][^1]), _random.Next(2), _random.Next(3) == 0);
        if (_random.Next(2) == 0)
        {
            return new Upkeep(partition, process, sweeps, []);
        }
        var other = Delivery(act, acts, mayBeInterrupted: false) with { Process = 1 - process };
        return new Upkeep(
            partition,
            process,
            sweeps,
            [
                _random.Next(5) switch
                {
                    0 => new Fault(AnyOperation(), InterruptionKind.OtherFirst, 1, other),
                    1 => new Fault(_random.Next(40), InterruptionKind.OtherFirst),
                    // Another merges at the same time.
                    2 or 3 => new Fault(3 * _random.Next(16), InterruptionKind.OtherFirst),
                    _ => Failure(),
                },
            ]
        );
    }

    private Delivery Delivery(int act, int acts, bool mayBeInterrupted)
    {
        var (hub, partition) = AnyPartition();
        // Near the end even the slow partition gets something.
        if (act * 4 < acts * 3 && (hub, partition) == _slow)
        {
            partition = (partition + 1) % _partitions[hub][^1];
        }
        var way = new DeliveryWay(
            Shuffle: _random.Next(12) == 0 ? _random.Next() : null,
            CatchUp: _random.Next(10) == 0,
            GivesUp: _random.Next(3) == 0,
            Operator: _random.Next(3) > 0,
            HubFails: _random.Next(6) == 0 ? _random.Next(1, 3) : 0,
            HubGives: _random.Next(4) == 0 ? _random.Next(3) : null,
            Earlier: _random.Next(3) == 0 ? _random.Next(1, 6) : 0
        );
        var delivery = new Delivery(
            hub,
            partition,
            _random.Next(2),
            _random.Next(3) == 0 ? _random.Next(12) : 0,
            _random.Next(6) == 0 ? _random.Next(1, 5) : 0,
            _random.Next(1, 8),
            way,
            []
        );
        return mayBeInterrupted
            ? delivery with
            {
                Faults =
                [
                    .. Enumerable.Range(0, _random.Next(3)).Select(_ => Fault(delivery, act, acts)).OrderBy(fault => fault.Operation),
                ],
            }
            : delivery;
    }

    private Fault Fault(Delivery delivery, int act, int acts) =>
        _random.Next(4) switch
        {
            0 => new Fault(
                AnyOperation(),
                InterruptionKind.OtherFirst,
                1,
                Delivery(act, acts, mayBeInterrupted: false) with
                {
                    Hub = delivery.Hub,
                    Partition = delivery.Partition,
                    Process = 1 - delivery.Process,
                }
            ),
            1 when _random.Next(2) == 0 => new Fault(AnyOperation(), InterruptionKind.OtherFirst),
            _ => Failure(),
        };

    private Fault Failure() =>
        _random.Next(5) switch
        {
            0 => new Fault(AnyOperation(), InterruptionKind.DiesBefore),
            1 => new Fault(AnyOperation(), InterruptionKind.DiesAfter),
            2 => new Fault(AnyOperation(), InterruptionKind.FailsBefore),
            3 => new Fault(AnyOperation(), InterruptionKind.FailsAfter),
            // The store is down for a while.
            _ => new Fault(AnyOperation(), InterruptionKind.FailsBefore, _random.Next(3, 12)),
        };

    private int AnyOperation() => _random.Next(_random.Next(8) == 0 ? 40 : 14);

    private int AnyGroups() =>
        _random.Next(3) switch
        {
            0 => 1,
            1 => 3,
            _ => 8,
        };

    private (string Hub, int Partition) AnyPartition()
    {
        var hub = _random.Next(4) == 0 ? Hubs.Market : Hubs.Readings;
        return (hub, _random.Next(_partitions[hub][^1]));
    }
}
