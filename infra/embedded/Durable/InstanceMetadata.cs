using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Durable;

/// <summary>An instance as the durable client shows it.</summary>
internal static class InstanceMetadata
{
    public static OrchestrationMetadata FromRow(InstanceRow row, bool withPayloads, DataConverter converter) =>
        new(row.Name, row.Id)
        {
            RuntimeStatus = row.Status,
            CreatedAt = new DateTimeOffset(row.Created, TimeSpan.Zero),
            LastUpdatedAt = new DateTimeOffset(row.Updated, TimeSpan.Zero),
            DataConverter = withPayloads ? converter : null,
            SerializedInput = withPayloads ? row.Input : null,
            SerializedOutput = withPayloads ? row.Output : null,
            SerializedCustomStatus = withPayloads ? row.CustomStatus : null,
            FailureDetails = row.Failure is null ? null : Failures.ToClient(Failures.FromJson(row.Failure)),
            Tags = row.TagsOrEmpty,
        };
}
