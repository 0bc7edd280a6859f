namespace Functions.Embedded.Configuration;

/// <summary>The name under which clients of this process reach the host's hubs.</summary>
internal sealed record HostIdentity(string Namespace);
