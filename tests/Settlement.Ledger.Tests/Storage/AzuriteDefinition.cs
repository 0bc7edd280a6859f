namespace Settlement.Ledger.Tests.Storage;

[CollectionDefinition(AzuriteFixture.Collection)]
public sealed class AzuriteDefinition : ICollectionFixture<AzuriteFixture>;
