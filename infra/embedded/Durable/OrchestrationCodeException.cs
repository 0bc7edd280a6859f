namespace Functions.Embedded.Durable;

/// <summary>An orchestrator did what its replay cannot repeat.</summary>
internal sealed class OrchestrationCodeException(string message) : Exception(message);
