using System.Globalization;
using System.Text.Json;
using Settlement.Reference.Sets;
using Settlement.Storage;

namespace Settlement.Reference;

/// <summary>
/// The rows that say which versions there are: <c>current</c> (set → number) and one for each version, naming its content.
/// They share a partition, so that one atomic batch makes versions and makes them current.
/// </summary>
internal sealed class VersionRows(ITableStore store)
{
    public const string Table = "reference";
    private const string Partition = "versions";
    private const string CurrentRow = "current";

    public async ValueTask<CurrentVersions> ReadCurrentAsync(CancellationToken cancellationToken)
    {
        var entry = await store.ReadAsync(Table, Partition, CurrentRow, cancellationToken);
        var versions = entry is null ? null : JsonSerializer.Deserialize<Dictionary<string, int>>(entry.Value.Span);
        return new(
            ReferenceSets.All.ToDictionary(set => set.Name, set => versions?.GetValueOrDefault(set.Name) ?? 0, StringComparer.Ordinal),
            entry?.ETag
        );
    }

    public async ValueTask<StoredVersion?> FindAsync(string set, int version, CancellationToken cancellationToken)
    {
        var entry = await store.ReadAsync(Table, Partition, Row(set, version), cancellationToken);
        return entry is null ? null : JsonSerializer.Deserialize<StoredVersion>(entry.Value.Span);
    }

    /// <summary>Makes versions current if nothing else became current meanwhile.</summary>
    /// <exception cref="TableConflictException">Something did.</exception>
    public async ValueTask CommitAsync(
        CurrentVersions before,
        IReadOnlyDictionary<string, int> after,
        IReadOnlyDictionary<string, StoredVersion> made,
        CancellationToken cancellationToken
    )
    {
        var current = JsonSerializer.SerializeToUtf8Bytes(after);
        var batch = new List<TableWrite>
        {
            before.ETag is { } etag ? TableWrite.Replace(CurrentRow, current, etag) : TableWrite.Insert(CurrentRow, current),
        };
        batch.AddRange(
            made.Select(version =>
                TableWrite.Insert(Row(version.Key, after[version.Key]), JsonSerializer.SerializeToUtf8Bytes(version.Value))
            )
        );
        await store.WriteAsync(Table, Partition, batch, cancellationToken);
    }

    private static string Row(string set, int version) => string.Create(CultureInfo.InvariantCulture, $"{set}-{version:D10}");
}

/// <summary>The versions that are current, of all sets, and the entity tag of the row that says so.</summary>
internal sealed record CurrentVersions(IReadOnlyDictionary<string, int> Versions, string? ETag);

/// <summary>Where the content of a version lies.</summary>
/// <param name="Content">The row of the content, under the set's partition.</param>
/// <param name="Rows">How many rows it has.</param>
internal sealed record StoredVersion(string Content, int Rows);
