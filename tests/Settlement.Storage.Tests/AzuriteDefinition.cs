namespace Settlement.Storage.Tests;

[CollectionDefinition(AzuriteFixture.Collection)]
public sealed class AzuriteDefinition : ICollectionFixture<AzuriteFixture>;
