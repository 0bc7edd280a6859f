namespace Settlement.Runs.Scheduling;

/// <summary>A step of a run failed. The message names the activity, its input and the cause: <c>SettlePeriod 17: TableUnavailableException: …</c></summary>
public sealed class RunStepException(string message, Exception cause) : Exception(message, cause);
