using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Functions.Embedded.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Embedded.Http;

/// <summary>The host's keys, made once and kept in the data folder.</summary>
internal sealed class KeyStore(DataFolder folder, EmbeddedOptions options) : IEmbeddedKeys
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private HostKeys? _keys;

    public bool Required => options.RequireKeys;

    public string? Master => Required ? Keys.Master : null;

    public HostKeys Keys => _keys ?? throw new InvalidOperationException("The embedded host is not running.");

    public void Open()
    {
        if (File.Exists(folder.Keys))
        {
            _keys = Read(folder.Keys);
            return;
        }

        _keys = new HostKeys(New(), New(), New());
        var temporary = folder.Keys + ".new";
        // What a crash left may have other rights.
        File.Delete(temporary);
        using (var file = new FileStream(temporary, ForOwner()))
        {
            JsonSerializer.Serialize(file, _keys, Indented);
        }

        File.Move(temporary, folder.Keys);
    }

    private static FileStreamOptions ForOwner()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return options;
    }

    private static HostKeys Read(string path)
    {
        try
        {
            if (
                JsonSerializer.Deserialize<HostKeys>(File.ReadAllText(path)) is
                { Master.Length: > 0, Default.Length: > 0, Durable.Length: > 0 } keys
            )
            {
                return keys;
            }
        }
        catch (JsonException e)
        {
            throw Damaged(path, e);
        }

        throw Damaged(path, null);
    }

    private static InvalidDataException Damaged(string path, JsonException? e) =>
        new($"'{path}' does not hold the host's keys: it is damaged. Restore it, or delete it, and new keys are made.", e);

    /// <summary>Whether a request may call what asks for this level.</summary>
    public bool Allows(HttpRequest request, AuthorizationLevel level)
    {
        if (!Required || level == AuthorizationLevel.Anonymous)
        {
            return true;
        }
        if (FindKey(request) is not { } given)
        {
            return false;
        }
        if (Same(given, Keys.Master))
        {
            return true;
        }
        return level switch
        {
            AuthorizationLevel.Function or AuthorizationLevel.User => Same(given, Keys.Default),
            AuthorizationLevel.System => Same(given, Keys.Durable),
            _ => false,
        };
    }

    /// <summary>Whether a request has one of the keys, whatever it opens.</summary>
    public bool Knows(HttpRequest request) =>
        FindKey(request) is { } given && (Same(given, Keys.Master) || Same(given, Keys.Default) || Same(given, Keys.Durable));

    private static string? FindKey(HttpRequest request) =>
        (request.Headers["x-functions-key"].FirstOrDefault() ?? request.Query["code"].FirstOrDefault()) is { Length: > 0 } key ? key : null;

    private static string New() =>
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(40)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}

/// <summary>The master key opens everything, the default key functions, the durable key the Durable HTTP API.</summary>
internal sealed record HostKeys(
    [property: System.Text.Json.Serialization.JsonPropertyName("_master")] string Master,
    [property: System.Text.Json.Serialization.JsonPropertyName("default")] string Default,
    [property: System.Text.Json.Serialization.JsonPropertyName("durabletask_extension")] string Durable
);
