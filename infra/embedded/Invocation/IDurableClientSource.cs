using Microsoft.DurableTask.Client;

namespace Functions.Embedded.Invocation;

/// <summary>Has the client for parameters with <c>[DurableClient]</c>.</summary>
internal interface IDurableClientSource
{
    /// <exception cref="InvalidOperationException">The host does not listen yet.</exception>
    DurableTaskClient Client { get; }
}
