using System.Text.Json;

namespace Functions.Embedded.Hub;

/// <summary>What a hub's folder says of the hub.</summary>
/// <param name="Name">The hub's name as it was first written.</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="Created">When it was made.</param>
internal sealed record HubFile(string Name, int Partitions, DateTimeOffset Created)
{
    private const string FileName = "hub.json";

    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Reads the file; null where there is none yet.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static HubFile? Read(string folder)
    {
        if (!IsIn(folder))
        {
            return null;
        }
        var path = Path.Combine(folder, FileName);
        try
        {
            if (
                JsonSerializer.Deserialize<HubFile>(File.ReadAllBytes(path)) is
                { Name: not null, Partitions: >= 1 and <= PartitionCounts.Most } file
            )
            {
                return file;
            }
        }
        catch (JsonException e)
        {
            throw Damaged(path, e);
        }

        throw Damaged(path, null);
    }

    /// <summary>Puts the file in place whole: a crash leaves the old one or the new one, and at most a stray copy beside it.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static InvalidDataException Damaged(string path, JsonException? e) =>
        new($"'{path}' does not say how many partitions the hub has: it was damaged. Restore it, or move the hub's folder away.", e);
}
