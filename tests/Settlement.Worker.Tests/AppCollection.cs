using Settlement.Worker.Tests.Host;

namespace Settlement.Worker.Tests;

/// <summary>The tests that share one worker.</summary>
[CollectionDefinition(Name)]
public sealed class AppCollection : ICollectionFixture<LoadedApp>
{
    public const string Name = "published app";
}
