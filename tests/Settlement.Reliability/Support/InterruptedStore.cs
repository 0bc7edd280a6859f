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

    /// <summary>The operation fails without effect, and the process goes on.</summary>
    FailsBefore,

    /// <summary>The operation takes effect, but its reply is lost, and the process goes on.</summary>
    FailsAfter,

    /// <summary>Each operation waits for its turn beside another consumer's.</summary>
    TakesTurns,
}

/// <summary>A store under which the process dies, an operation fails, or another consumer comes in between, at the k-th operation.</summary>
public sealed class InterruptedStore(ITableStore inner) : ITableStore
{
    private int _left = -1;
    private int _times;
    private InterruptionKind _kind;
    private Func<Task>? _other;
    private bool _dead;

    /// <summary>How many operations there have been.</summary>
    public int Operations { get; private set; }

    /// <summary>How many operations have failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Arms an interruption at the <paramref name="operation"/>-th operation from now, counted from 0; without one nothing is interrupted.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="kind">What happens.</param>
    /// <param name="other">What another consumer does in between.</param>
    /// <param name="times">How many operations in a row fail: a store that throttles refuses more than one.</param>
    public void Arm(int? operation, InterruptionKind kind, Func<Task>? other, int times = 1)
    {
        _dead = false;
        _left = operation ?? -1;
        _kind = kind;
        _other = other;
        _times = times;
    }

    public ValueTask<TableEntry?> ReadAsync(string table, string partition, string row, CancellationToken cancellation) =>
        RunAsync(table, partition, () => inner.ReadAsync(table, partition, row, cancellation));

    public async IAsyncEnumerable<TableEntry> QueryAsync(string table, string partition, RowRange rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await RunAsync(table, partition, () => ValueTask.FromResult(true));
        await foreach (var entry in inner.QueryAsync(table, partition, rows, cancellation))
            yield return entry;
    }

    public ValueTask<IReadOnlyList<string?>> WriteAsync(string table, string partition, IReadOnlyList<TableWrite> batch, CancellationToken cancellation) =>
        RunAsync(table, partition, () => inner.WriteAsync(table, partition, batch, cancellation));

    private async ValueTask<T> RunAsync<T>(string table, string partition, Func<ValueTask<T>> operation)
    {
        Operations++;
        // The dead do nothing more, whatever their code would still try.
        if (_dead)
            throw new CrashException();
        if (_kind == InterruptionKind.TakesTurns)
        {
            await _other!();
            return await operation();
        }

        if (_left < 0 || _left-- > 0)
            return await operation();
        if (_kind is InterruptionKind.FailsBefore or InterruptionKind.FailsAfter)
        {
            _left = --_times > 0 ? 0 : -1;
            Failures++;
            if (_kind == InterruptionKind.FailsAfter)
                await operation();
            throw new TableUnavailableException(table, partition, "The test wants it so.", new IOException("The connection was reset."));
        }

        if (_kind == InterruptionKind.OtherFirst)
        {
            await _other!();
            return await operation();
        }

        _dead = true;
        if (_kind == InterruptionKind.DiesAfter)
            await operation();
        throw new CrashException();
    }
}
