using Settlement.Domain.Reference;
using Settlement.Reference.Csv;
using Settlement.Reference.LossFactors;
using Settlement.Reference.Sets;
using Settlement.Storage;

namespace Settlement.Reference;

/// <summary>
/// The versions of reference data in a table store. Version 0 of each set is the default that ships with the project;
/// a version that was current never changes. Safe for use by many threads and processes.
/// </summary>
public sealed class ReferenceStore
{
    private const int Attempts = 20;
    private const int CachedData = 4;
    private const int CachedSets = 36;

    private readonly ITableStore _store;
    private readonly VersionRows _versionRows;
    private readonly RecentItems<string, ReferenceData> _data = new(CachedData);
    private readonly RecentItems<(string Set, int Version), object> _sets = new(CachedSets);

    /// <summary>Opens the reference data of a store.</summary>
    public ReferenceStore(ITableStore store)
    {
        _store = store;
        _versionRows = new(store);
    }

    /// <summary>The current version of every set.</summary>
    public async ValueTask<IReadOnlyDictionary<string, int>> CurrentAsync(CancellationToken cancellationToken = default) =>
        (await _versionRows.ReadCurrentAsync(cancellationToken)).Versions;

    /// <summary>Loads certain versions; a set that is not named is loaded as version 0. The few versions used last are kept in memory.</summary>
    /// <exception cref="KeyNotFoundException">There is no such set or version.</exception>
    public async ValueTask<ReferenceData> LoadAsync(
        IReadOnlyDictionary<string, int> versions,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(versions);
        if (versions.Keys.FirstOrDefault(name => ReferenceSets.Find(name) is null) is { } unknown)
        {
            throw new KeyNotFoundException($"There is no set of reference data '{unknown}'.");
        }

        var complete = ReferenceSets.All.ToDictionary(set => set.Name, set => versions.GetValueOrDefault(set.Name), StringComparer.Ordinal);
        var key = string.Join(' ', complete.Values);
        if (_data.Find(key) is { } known)
        {
            return known;
        }

        var compiled = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var set in ReferenceSets.All)
        {
            compiled.Add(set.Name, await CompiledAsync(set, complete[set.Name], cancellationToken));
        }
        var loaded = Compose(complete, compiled);
        _data.Add(key, loaded);
        return loaded;
    }

    /// <summary>Loads the current version of every set.</summary>
    public async ValueTask<ReferenceData> LoadCurrentAsync(CancellationToken cancellationToken = default) =>
        await LoadAsync(await CurrentAsync(cancellationToken), cancellationToken);

    /// <summary>The CSV text of a version of a set, of the current one without a number; null where there is no such version.</summary>
    /// <exception cref="KeyNotFoundException">There is no such set.</exception>
    public async ValueTask<string?> ReadCsvAsync(string set, int? version = null, CancellationToken cancellationToken = default)
    {
        if (await FindContentAsync(set, version, cancellationToken) is not { } packed)
        {
            return null;
        }
        using var text = CompressedText.OpenText(packed);
        return await text.ReadToEndAsync(cancellationToken);
    }

    /// <summary>As <see cref="ReadCsvAsync"/>, as UTF-8 to be read as it is sent on.</summary>
    /// <exception cref="KeyNotFoundException">There is no such set.</exception>
    public async ValueTask<Stream?> OpenCsvAsync(string set, int? version = null, CancellationToken cancellationToken = default) =>
        await FindContentAsync(set, version, cancellationToken) is { } packed ? CompressedText.Open(packed) : null;

    /// <summary>
    /// Replaces whole sets by new versions, all of them or none. Loss factor files replace their distributor's rows
    /// for their dates, on top of the set <c>loss-factors</c> as given here or, where it is not, as it is current.
    /// </summary>
    /// <returns>Set → the version made.</returns>
    /// <exception cref="ReferenceRejectedException">Something is refused; nothing was changed.</exception>
    /// <exception cref="TableConflictException">Others kept replacing reference data meanwhile.</exception>
    public ValueTask<IReadOnlyDictionary<string, ReferenceVersion>> ReplaceAsync(
        IReadOnlyDictionary<string, string> csv,
        IReadOnlyList<LossFactorSource>? lossFactorFiles = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(csv);
        return ReplaceAsync([.. csv.Select(pair => ReferenceSource.FromText(pair.Key, pair.Value))], lossFactorFiles, cancellationToken);
    }

    /// <summary>Replaces sets as the other overload does, by texts that are read once, as they come.</summary>
    public async ValueTask<IReadOnlyDictionary<string, ReferenceVersion>> ReplaceAsync(
        IReadOnlyList<ReferenceSource> csv,
        IReadOnlyList<LossFactorSource>? lossFactorFiles = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(csv);
        var change = ReferenceChange.Check(csv, lossFactorFiles ?? []);
        var written = new Dictionary<string, StoredVersion>(StringComparer.Ordinal);
        foreach (var (set, content) in change.Contents.Where(pair => change.Files.Count == 0 || pair.Key != ReferenceSets.LossFactors.Name))
        {
            written.Add(set, await WriteContentAsync(set, content, cancellationToken));
        }

        for (var attempt = 1; ; attempt++)
        {
            var before = await _versionRows.ReadCurrentAsync(cancellationToken);
            if (change.Files.Count > 0)
            {
                var merged = change.MergeFiles(
                    await TableAsync(change, before, cancellationToken),
                    await DistributorsAsync(change, before, cancellationToken)
                );
                written[ReferenceSets.LossFactors.Name] = await WriteContentAsync(
                    ReferenceSets.LossFactors.Name,
                    merged,
                    cancellationToken
                );
            }

            var after = before.Versions.ToDictionary(
                pair => pair.Key,
                pair => pair.Value + (written.ContainsKey(pair.Key) ? 1 : 0),
                StringComparer.Ordinal
            );
            try
            {
                if (written.Count > 0)
                {
                    await _versionRows.CommitAsync(before, after, written, cancellationToken);
                }
                return written.ToDictionary(
                    pair => pair.Key,
                    pair => new ReferenceVersion(pair.Key, after[pair.Key], pair.Value.Rows),
                    StringComparer.Ordinal
                );
            }
            catch (TableConflictException) when (attempt < Attempts)
            {
                // Another replacement came between; it may have changed what the files are merged into.
            }
        }
    }

    /// <summary>Checks the current sets against one another.</summary>
    public async ValueTask<DanglingReferences> FindDanglingAsync(CancellationToken cancellationToken = default) =>
        ReferenceLinks.Find(await LoadCurrentAsync(cancellationToken));

    /// <summary>Checks what <see cref="ReplaceAsync(IReadOnlyList{ReferenceSource}, IReadOnlyList{LossFactorSource}?, CancellationToken)"/> would make current, against one another; nothing is changed.</summary>
    /// <exception cref="ReferenceRejectedException">Something would be refused.</exception>
    public async ValueTask<DanglingReferences> CheckAsync(
        IReadOnlyList<ReferenceSource> csv,
        IReadOnlyList<LossFactorSource> lossFactorFiles,
        CancellationToken cancellationToken = default
    )
    {
        var change = ReferenceChange.Check(csv, lossFactorFiles);
        var current = await _versionRows.ReadCurrentAsync(cancellationToken);
        var compiled = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var set in ReferenceSets.All)
        {
            if (change.Contents.TryGetValue(set.Name, out var content))
            {
                using var text = content.Open();
                compiled.Add(set.Name, set.Compile(text));
            }
            else
            {
                compiled.Add(set.Name, await CompiledAsync(set, current.Versions[set.Name], cancellationToken));
            }
        }
        if (change.Files.Count > 0)
        {
            change.MergeFiles(
                await TableAsync(change, current, cancellationToken),
                await DistributorsAsync(change, current, cancellationToken)
            );
        }
        return ReferenceLinks.Find(Compose(current.Versions, compiled));
    }

    private async ValueTask<LossFactorTable> TableAsync(
        ReferenceChange change,
        CurrentVersions current,
        CancellationToken cancellationToken
    ) =>
        change.LossFactors
        ?? (LossFactorTable)
            await CompiledAsync(ReferenceSets.LossFactors, current.Versions[ReferenceSets.LossFactors.Name], cancellationToken);

    private async ValueTask<IReadOnlyList<Distributor>> DistributorsAsync(
        ReferenceChange change,
        CurrentVersions current,
        CancellationToken cancellationToken
    ) =>
        change.Distributors
        ?? (IReadOnlyList<Distributor>)
            await CompiledAsync(ReferenceSets.Distributors, current.Versions[ReferenceSets.Distributors.Name], cancellationToken);

    /// <summary>Writes content under a name that nothing else has; until a version names it, it is an orphan that does no harm.</summary>
    private async ValueTask<StoredVersion> WriteContentAsync(string set, PackedCsv content, CancellationToken cancellationToken)
    {
        var row = Guid.NewGuid().ToString("N");
        await _store.WriteBlobAsync(VersionRows.Table, set, row, content.Packed, TableWriteKind.Insert, cancellationToken);
        return new(row, content.Rows);
    }

    private async ValueTask<ReadOnlyMemory<byte>?> FindContentAsync(string set, int? version, CancellationToken cancellationToken)
    {
        if (ReferenceSets.Find(set) is not { } known)
        {
            throw new KeyNotFoundException($"There is no set of reference data '{set}'.");
        }
        var number = version ?? (await CurrentAsync(cancellationToken))[set];
        if (number == 0)
        {
            return known.Normalise(new StringReader(DefaultReference.Csv(set))).Packed;
        }
        if (await _versionRows.FindAsync(set, number, cancellationToken) is not { } stored)
        {
            return null;
        }
        return await _store.ReadBlobAsync(VersionRows.Table, set, stored.Content, cancellationToken)
            ?? throw new InvalidDataException($"The content of version {number} of '{set}' is gone from the store.");
    }

    private async ValueTask<object> CompiledAsync(ReferenceSet set, int version, CancellationToken cancellationToken)
    {
        if (_sets.Find((set.Name, version)) is { } known)
        {
            return known;
        }
        var packed =
            await FindContentAsync(set.Name, version, cancellationToken)
            ?? throw new KeyNotFoundException($"There is no version {version} of the reference data '{set.Name}'.");
        using var text = CompressedText.OpenText(packed);
        var compiled = set.Compile(text);
        _sets.Add((set.Name, version), compiled);
        return compiled;
    }

    private static ReferenceData Compose(IReadOnlyDictionary<string, int> versions, Dictionary<string, object> compiled)
    {
        return new()
        {
            Versions = versions,
            Participants = Rows(ReferenceSets.Participants),
            GspGroups = Rows(ReferenceSets.GspGroups),
            BmUnits = Rows(ReferenceSets.BmUnits),
            Components = Rows(ReferenceSets.Components),
            LossFactors = (LossFactorTable)compiled[ReferenceSets.LossFactors.Name],
            TransmissionLossFactors = Rows(ReferenceSets.TransmissionLossFactors),
            Timetable = Rows(ReferenceSets.Timetable),
            Holidays = Rows(ReferenceSets.Holidays),
            Distributors = Rows(ReferenceSets.Distributors),
            Registrations = Rows(ReferenceSets.Registrations),
            Meters = Rows(ReferenceSets.Meters),
            Parameters = Rows(ReferenceSets.Parameters),
        };

        IReadOnlyList<T> Rows<T>(ReferenceSet<T> set)
            where T : class => (IReadOnlyList<T>)compiled[set.Name];
    }
}
