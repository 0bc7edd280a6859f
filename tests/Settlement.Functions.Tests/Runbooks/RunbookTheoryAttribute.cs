using Settlement.Runbooks.Making;

namespace Settlement.Functions.Tests.Runbooks;

/// <summary>A test that gives a runbook's commands to a shell; skipped where the tools are not there.</summary>
public sealed class RunbookTheoryAttribute : TheoryAttribute
{
    public RunbookTheoryAttribute()
    {
        if (Shell.Missing is { } tool)
        {
            Skip = $"The runbooks' commands need {tool}.";
        }
    }
}
