using Microsoft.Azure.Functions.Worker;
using Settlement.Functions.Orchestrations;
using Settlement.Runs.Completeness;

namespace Settlement.Functions.Completeness;

/// <summary>The activities that count meters. Each may be repeated: it does the same again.</summary>
public sealed class CompletenessActivities(CompletenessCount completeness)
{
    /// <summary>Counts the meters of a group, for version 1.</summary>
    [Function(nameof(CountMeters))]
    public async Task CountMeters([ActivityTrigger] CountMetersInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        await completeness.CountAsync(input.Count.Key, input.Count.Cut, input.Group, FirstGroups.Count, cancellationToken);
    }

    /// <summary>Counts the meters of one of so many groups.</summary>
    [Function(nameof(CountGroup))]
    public async Task CountGroup([ActivityTrigger] CountGroupInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        await completeness.CountAsync(input.Count.Key, input.Count.Cut, input.Group, input.Groups, cancellationToken);
    }
}
