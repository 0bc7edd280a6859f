namespace Settlement.Functions.Tests.RealHost;

/// <summary>A test on what the real Functions host answered; skipped, and said so, where the recording is not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RecordingFactAttribute : FactAttribute
{
    public RecordingFactAttribute()
    {
        if (RecordedAnswer.FindFile() is null)
        {
            Skip = "The recording real-host/answers.jsonl is not beside the folder of published data; set SETTLEMENT_DATA to that folder.";
        }
    }
}
