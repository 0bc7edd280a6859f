namespace Functions.Embedded.Durable;

/// <summary>An instance cannot be rewound; the message says why, and nothing was changed.</summary>
internal sealed class RewindRefusedException(string message) : InvalidOperationException(message);
