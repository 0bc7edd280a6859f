using Settlement.Domain.Reference;
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

    private readonly ITableStore store;
    private readonly VersionRows versionRows;
    private readonly RecentItems<string, ReferenceData> data = new(CachedData);
    private readonly RecentItems<(string Set, int Version), object> sets = new(CachedSets);

    /// <summary>Opens the reference data of a store.</summary>
    public ReferenceStore(ITableStore store)
    {
        this.store = store;
        versionRows = new(store);
    }

    /// <summary>The current version of every set.</summary>
    public async ValueTask<IReadOnlyDictionary<string, int>> CurrentAsync(CancellationToken cancellation = default) =>
        (await versionRows.ReadCurrentAsync(cancellation)).Versions;

    /// <summary>Loads certain versions; a set that is not named is loaded as version 0. The few versions used last are kept in memory.</summary>
    /// <exception cref="KeyNotFoundException">There is no such set or version.</exception>
    public async ValueTask<ReferenceData> LoadAsync(IReadOnlyDictionary<string, int> versions, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(versions);
        if (versions.Keys.FirstOrDefault(name => ReferenceSets.Find(name) is null) is { } unknown)
            throw new KeyNotFoundException($"There is no set of reference data '{unknown}'.");

        var complete = ReferenceSets.All.ToDictionary(set => set.Name, set => versions.GetValueOrDefault(set.Name), StringComparer.Ordinal);
        var key = string.Join(' ', complete.Values);
        if (data.Find(key) is { } known)
            return known;

        var compiled = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var set in ReferenceSets.All)
            compiled.Add(set.Name, await CompiledAsync(set, complete[set.Name], cancellation));
        var loaded = Compose(complete, compiled);
        data.Add(key, loaded);
        return loaded;
    }

    /// <summary>Loads the current version of every set.</summary>
    public async ValueTask<ReferenceData> LoadCurrentAsync(CancellationToken cancellation = default) =>
        await LoadAsync(await CurrentAsync(cancellation), cancellation);

    /// <summary>The CSV text of a version of a set, of the current one without a number; null where there is no such version.</summary>
    /// <exception cref="KeyNotFoundException">There is no such set.</exception>
    public async ValueTask<string?> ReadCsvAsync(string set, int? version = null, CancellationToken cancellation = default)
    {
        if (ReferenceSets.Find(set) is not { } known)
            throw new KeyNotFoundException($"There is no set of reference data '{set}'.");
        var number = version ?? (await CurrentAsync(cancellation))[set];
        if (number == 0)
            return known.Normalise(DefaultReference.Csv(set)).Text;
        if (await versionRows.FindAsync(set, number, cancellation) is not { } stored)
            return null;
        var content = await store.ReadBlobAsync(VersionRows.Table, set, stored.Content, cancellation)
            ?? throw new InvalidDataException($"The content of version {number} of '{set}' is gone from the store.");
        return CompressedText.Unpack(content);
    }

    /// <summary>
    /// Replaces whole sets by new versions, all of them or none. Loss factor files replace their distributor's rows
    /// for their dates, on top of the set <c>loss-factors</c> as given here or, where it is not, as it is current.
    /// </summary>
    /// <returns>Set → the version made.</returns>
    /// <exception cref="ReferenceRejectedException">Something is refused; nothing was changed.</exception>
    /// <exception cref="TableConflictException">Others kept replacing reference data meanwhile.</exception>
    public async ValueTask<IReadOnlyDictionary<string, ReferenceVersion>> ReplaceAsync(
        IReadOnlyDictionary<string, string> csv,
        IReadOnlyList<LossFactorSource>? lossFactorFiles = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var change = ReferenceChange.Check(csv, lossFactorFiles ?? []);
        var written = new Dictionary<string, StoredVersion>(StringComparer.Ordinal);
        foreach (var (set, content) in change.Contents.Where(pair => change.Files.Count == 0 || pair.Key != ReferenceSets.LossFactors.Name))
            written.Add(set, await WriteContentAsync(set, content, cancellation));

        for (var attempt = 1; ; attempt++)
        {
            var before = await versionRows.ReadCurrentAsync(cancellation);
            if (change.Files.Count > 0)
            {
                var merged = change.MergeFiles(await TableAsync(change, before, cancellation), await DistributorsAsync(change, before, cancellation));
                written[ReferenceSets.LossFactors.Name] = await WriteContentAsync(ReferenceSets.LossFactors.Name, merged, cancellation);
            }

            var after = before.Versions.ToDictionary(pair => pair.Key, pair => pair.Value + (written.ContainsKey(pair.Key) ? 1 : 0), StringComparer.Ordinal);
            try
            {
                if (written.Count > 0)
                    await versionRows.CommitAsync(before, after, written, cancellation);
                return written.ToDictionary(pair => pair.Key, pair => new ReferenceVersion(pair.Key, after[pair.Key], pair.Value.Rows), StringComparer.Ordinal);
            }
            catch (TableConflictException) when (attempt < Attempts)
            {
                // Another replacement came between; it may have changed what the files are merged into.
            }
        }
    }

    private async ValueTask<LossFactorTable> TableAsync(ReferenceChange change, CurrentVersions current, CancellationToken cancellation) =>
        change.LossFactors ?? (LossFactorTable)await CompiledAsync(ReferenceSets.LossFactors, current.Versions[ReferenceSets.LossFactors.Name], cancellation);

    private async ValueTask<IReadOnlyList<Distributor>> DistributorsAsync(ReferenceChange change, CurrentVersions current, CancellationToken cancellation) =>
        change.Distributors ?? (IReadOnlyList<Distributor>)await CompiledAsync(ReferenceSets.Distributors, current.Versions[ReferenceSets.Distributors.Name], cancellation);

    /// <summary>Writes content under a name that nothing else has; until a version names it, it is an orphan that does no harm.</summary>
    private async ValueTask<StoredVersion> WriteContentAsync(string set, (string Text, int Rows) content, CancellationToken cancellation)
    {
        var row = Guid.NewGuid().ToString("N");
        await store.WriteAllAsync(VersionRows.Table, set, TableBlobs.Cut(row, CompressedText.Pack(content.Text)), cancellation);
        return new(row, content.Rows);
    }

    private async ValueTask<object> CompiledAsync(ReferenceSet set, int version, CancellationToken cancellation)
    {
        if (sets.Find((set.Name, version)) is { } known)
            return known;
        var csv = await ReadCsvAsync(set.Name, version, cancellation)
            ?? throw new KeyNotFoundException($"There is no version {version} of the reference data '{set.Name}'.");
        var compiled = set.Compile(csv);
        sets.Add((set.Name, version), compiled);
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
