using System.Runtime.CompilerServices;
using Settlement.Storage;

namespace Settlement.Reliability.Faults;

/// <summary>A store under which the process dies, requests fail, or another comes in between, at chosen operations.</summary>
public sealed class InterruptedStore(ITableStore inner) : ITableStore
{
    /// <summary>Queries are answered in pages as small as this, each an operation of its own: what is written meanwhile shows in the later ones.</summary>
    private const int PageRows = 4;

    /// <summary>Nothing that ends takes so many operations.</summary>
    private const int MaxOperations = 2_000_000;

    private readonly Queue<Interruption> _coming = new();
    private Turns? _turns;
    private int _consumer;
    private int _left;
    private int _start;
    private bool _dead;

    /// <summary>How many operations there have been.</summary>
    public int Operations { get; private set; }

    /// <summary>Told of each interruption when it happens; another one's work is not.</summary>
    public Action<InterruptionKind>? Happened { get; set; }

    /// <summary>Arms one interruption at an operation from now, counted from 0; without one nothing is interrupted.</summary>
    public void Arm(int? operation, InterruptionKind kind, Func<Task>? other) =>
        Arm(operation is { } at ? [new Interruption(at, kind, 1, other)] : []);

    /// <summary>Arms interruptions, in the order of their operations; those that were armed before are off.</summary>
    public void Arm(IReadOnlyList<Interruption> interruptions)
    {
        ArgumentNullException.ThrowIfNull(interruptions);
        _dead = false;
        _left = 0;
        _start = Operations;
        _coming.Clear();
        foreach (var interruption in interruptions)
        {
            _coming.Enqueue(interruption);
        }
    }

    /// <summary>Makes every operation wait for its turn; null lets them run freely.</summary>
    public void Take(Turns? turns, int consumer) => (_turns, _consumer) = (turns, consumer);

    public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellationToken) =>
        InTurnAsync(table, partition, () => inner.ReadAsync(table, partition, row, cancellationToken));

    public async IAsyncEnumerable<TableEntry> QueryAsync(
        string table,
        string partition,
        RowRange rows,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (List<TableEntry> page; ; rows = rows with { From = $"{page[^1].Row}\u0001" })
        {
            page = await InTurnAsync(table, partition, () => PageAsync(table, partition, rows, cancellationToken));
            foreach (var entry in page)
            {
                yield return entry;
            }
            if (page.Count < PageRows)
            {
                yield break;
            }
        }
    }

    public ValueTask<IReadOnlyList<string?>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<TableWrite> batch,
        CancellationToken cancellationToken
    ) => InTurnAsync(table, partition, () => inner.WriteAsync(table, partition, batch, cancellationToken));

    private static TableUnavailableException Unavailable(string table, string partition) =>
        new(table, partition, "The service is busy.", new IOException("503"));

    private async ValueTask<List<TableEntry>> PageAsync(string table, string partition, RowRange rows, CancellationToken cancellationToken)
    {
        var page = new List<TableEntry>(PageRows);
        await foreach (var entry in inner.QueryAsync(table, partition, rows, cancellationToken))
        {
            page.Add(entry);
            if (page.Count == PageRows)
            {
                break;
            }
        }

        return page;
    }

    private ValueTask<T> InTurnAsync<T>(string table, string partition, Func<ValueTask<T>> operation) =>
        _turns is { } turns
            ? turns.RunAsync(_consumer, () => RunAsync(table, partition, operation))
            : RunAsync(table, partition, operation);

    private async ValueTask<T> RunAsync<T>(string table, string partition, Func<ValueTask<T>> operation)
    {
        if (++Operations > MaxOperations)
        {
            throw new InvalidOperationException($"{MaxOperations} storage operations were not enough; this never ends.");
        }
        // The dead do nothing more, whatever their code would still try.
        if (_dead)
        {
            throw new CrashException();
        }
        if (Next() is not { } interruption)
        {
            return await operation();
        }
        if (interruption.Kind == InterruptionKind.OtherFirst)
        {
            await interruption.Other!();
            return await operation();
        }

        Happened?.Invoke(interruption.Kind);
        _dead = interruption.Kind is InterruptionKind.DiesBefore or InterruptionKind.DiesAfter;
        if (interruption.Kind is InterruptionKind.DiesAfter or InterruptionKind.FailsAfter)
        {
            await operation();
        }
        throw _dead ? new CrashException() : Unavailable(table, partition);
    }

    private Interruption? Next()
    {
        if (!_coming.TryPeek(out var next) || Operations - 1 - _start < next.Operation)
        {
            return null;
        }
        _left = _left == 0 ? next.Times : _left;
        if (--_left == 0)
        {
            _coming.Dequeue();
        }
        return next;
    }
}
