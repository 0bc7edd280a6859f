namespace Functions.Embedded.Durable;

/// <summary>Who asks the Durable HTTP API.</summary>
internal static class Operator
{
    /// <summary>No authentication stands before this host, so that nobody has a name: a header that gives one is anybody's.</summary>
    public const string Name = "operator";
}
