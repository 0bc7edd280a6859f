namespace Settlement.Runs.Records;

/// <summary>A step of a run: the activity and, where the run does it more than once, the input that tells which.</summary>
/// <param name="Activity">The activity, for example <c>SettlePeriod</c>.</param>
/// <param name="Input">The group or the period; null where the run has only one such step.</param>
public sealed record RunStepName(string Activity, string? Input = null)
{
    /// <summary>As it is logged and shown: <c>SettlePeriod 17</c>.</summary>
    public override string ToString() => Input is null ? Activity : $"{Activity} {Input}";
}
