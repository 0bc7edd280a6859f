using System.Text.Json.Serialization;
using Settlement.Reference;

namespace Settlement.Functions.Reference;

/// <summary>A set that was loaded.</summary>
/// <param name="Set">The set.</param>
/// <param name="Version">Its new version.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Dangling">Which rows of all sets name what no set has now; absent where there are none.</param>
internal sealed record LoadedSet(
    string Set,
    int Version,
    int Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DanglingReferences? Dangling
)
{
    public static LoadedSet Create(ReferenceVersion version, DanglingReferences dangling) =>
        new(version.Set, version.Version, version.Rows, dangling.Total == 0 ? null : dangling);
}
