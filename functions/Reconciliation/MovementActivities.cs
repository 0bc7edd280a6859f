using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Ledger.Reconciliation;

namespace Settlement.Functions.Reconciliation;

/// <summary>The activities that explain a movement. Each may be repeated: it does the same again.</summary>
public sealed class MovementActivities(RunMovement movement, ILogger<MovementActivities> logger)
{
    /// <summary>Compares the readings of a group of shards.</summary>
    [Function(nameof(CompareReadings))]
    public async Task CompareReadings([ActivityTrigger] MovementStepInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        await movement.CompareAsync(input.Movement.Earlier, input.Movement.Later, input.Number, cancellation);
    }

    /// <summary>Puts together what changed in each period.</summary>
    [Function(nameof(AssembleMovement))]
    public async Task AssembleMovement([ActivityTrigger] MovementInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        await movement.AssembleAsync(input.Earlier, input.Later, cancellation);
    }

    /// <summary>Settles a period after every cause.</summary>
    [Function(nameof(MeasurePeriod))]
    public async Task MeasurePeriod([ActivityTrigger] MovementStepInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        await movement.MeasureAsync(input.Movement.Earlier, input.Movement.Later, input.Number, cancellation);
    }

    /// <summary>Adds up the day.</summary>
    [Function(nameof(CloseMovement))]
    public async Task CloseMovement([ActivityTrigger] MovementInput input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        var document = await movement.CloseAsync(input.Earlier, input.Later, cancellation);
        if (document.Controls.EffectsMinusDifference != 0 || document.Controls.CausesSum != 0)
            logger.MovementNotExplained(input.From, input.To, input.Day, document.Controls.EffectsMinusDifference, document.Controls.CausesSum);
    }
}
