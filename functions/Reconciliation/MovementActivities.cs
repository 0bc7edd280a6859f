using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Settlement.Functions.Orchestrations;
using Settlement.Runs.Reconciliation;

namespace Settlement.Functions.Reconciliation;

/// <summary>The activities that explain a movement. Each may be repeated: it does the same again.</summary>
public sealed class MovementActivities(RunMovement movement, ILogger<MovementActivities> logger)
{
    /// <summary>Compares the readings of a group of shards, for version 1.</summary>
    [Function(nameof(CompareReadings))]
    public async Task CompareReadings([ActivityTrigger] MovementStepInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        await movement.CompareAsync(input.Movement.Earlier, input.Movement.Later, input.Number, FirstGroups.Count, cancellationToken);
    }

    /// <summary>Compares the readings of one of so many groups of shards.</summary>
    [Function(nameof(CompareGroup))]
    public async Task CompareGroup([ActivityTrigger] CompareGroupInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        await movement.CompareAsync(input.Movement.Earlier, input.Movement.Later, input.Group, input.Groups, cancellationToken);
    }

    /// <summary>Puts together what changed in each period, for version 1.</summary>
    [Function(nameof(AssembleMovement))]
    public async Task AssembleMovement([ActivityTrigger] MovementInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        await movement.AssembleAsync(input.Earlier, input.Later, FirstGroups.Count, cancellationToken);
    }

    /// <summary>Puts together what changed in each period from all groups.</summary>
    [Function(nameof(AssembleGroups))]
    public async Task AssembleGroups([ActivityTrigger] MovementPlan input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        await movement.AssembleAsync(input.Movement.Earlier, input.Movement.Later, input.Groups, cancellationToken);
    }

    /// <summary>Settles a period after every cause.</summary>
    [Function(nameof(MeasurePeriod))]
    public async Task MeasurePeriod([ActivityTrigger] MovementStepInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        await movement.MeasureAsync(input.Movement.Earlier, input.Movement.Later, input.Number, cancellationToken);
    }

    /// <summary>Adds up the day.</summary>
    [Function(nameof(CloseMovement))]
    public async Task CloseMovement([ActivityTrigger] MovementInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var document = await movement.CloseAsync(input.Earlier, input.Later, cancellationToken);
        if (document.Controls.EffectsMinusDifference != 0 || document.Controls.CausesSum != 0)
        {
            logger.MovementNotExplained(
                input.From,
                input.To,
                input.Day,
                document.Controls.EffectsMinusDifference,
                document.Controls.CausesSum
            );
        }
    }
}
