using System.Runtime.CompilerServices;
using Settlement.Ledger.Storage;

namespace Settlement.Reliability.Support;

/// <summary>The process died between two storage operations.</summary>
public sealed class CrashException() : Exception("The process died here.");

/// <summary>What happens at one storage operation.</summary>
public enum InterruptionKind
{
    /// <summary>The process dies before the operation reaches the store.</summary>
    DiesBefore,

    /// <summary>The operation takes effect, but the process dies before it hears of it.</summary>
    DiesAfter,

    /// <summary>Another consumer does its whole work first.</summary>
    OtherFirst,
}

/// <summary>A store under which the process dies, or another consumer comes in between, at the k-th operation.</summary>
public sealed class InterruptedStore(ITableStore inner) : ITableStore
{
    private int _left = -1;
    private InterruptionKind _kind;
    private Func<Task>? _other;
    private bool _dead;

    /// <summary>How many operations there have been.</summary>
    public int Operations { get; private set; }

    /// <summary>Arms an interruption at the <paramref name="operation"/>-th operation from now, counted from 0; without one nothing is interrupted.</summary>
    public void Arm(int? operation, InterruptionKind kind, Func<Task>? other)
    {
        _dead = false;
        _left = operation ?? -1;
        _kind = kind;
        _other = other;
    }

    public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellation) =>
        RunAsync(() => inner.ReadAsync(table, partition, row, cancellation));

    public async IAsyncEnumerable<TableEntry> QueryAsync(string table, string partition, RowRange rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await RunAsync(() => ValueTask.FromResult(true));
        await foreach (var entry in inner.QueryAsync(table, partition, rows, cancellation))
            yield return entry;
    }

    public ValueTask<IReadOnlyList<string?>> WriteAsync(string table, string partition, IReadOnlyList<TableWrite> batch, CancellationToken cancellation) =>
        RunAsync(() => inner.WriteAsync(table, partition, batch, cancellation));

    private async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> operation)
    {
        Operations++;
        if (_dead)
            throw new CrashException();
        if (_left < 0 || _left-- > 0)
            return await operation();
        // The dead do nothing more, whatever their code would still try.
        _dead = _kind is InterruptionKind.DiesBefore or InterruptionKind.DiesAfter;
        if (_kind == InterruptionKind.DiesBefore)
            throw new CrashException();
        if (_kind == InterruptionKind.OtherFirst)
            await _other!();
        var result = await operation();
        return _kind == InterruptionKind.DiesAfter ? throw new CrashException() : result;
    }
}
