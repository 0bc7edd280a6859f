using Functions.Embedded;

namespace Settlement.Local.Commands;

/// <summary>A folder that a command makes and empties each time it runs, and no other.</summary>
internal static class ScratchFolder
{
    private const string Marker = "made-up-market";

    /// <summary>Makes the folder, or empties it if it is one that a command made.</summary>
    /// <exception cref="IOException">It holds something else, or another process has it.</exception>
    public static void Recreate(string folder)
    {
        var marker = Path.Combine(folder, Marker);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(marker))
            {
                throw new IOException($"'{folder}' is not a folder that this command made; name another with --data.");
            }
            // The host's lock: a market that another process is serving must not be deleted under it.
            using (File.Open(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        PrivateFolder.Create(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        PrivateFolder.Create(folder);
        File.WriteAllText(marker, "A market made up by a command; it is deleted when the command runs again.\n");
    }
}
