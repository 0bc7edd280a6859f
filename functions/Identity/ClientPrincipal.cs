using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Text.Json;

namespace Settlement.Functions.Identity;

/// <summary>The principal that App Service authentication puts before a request: base64 of JSON with its claims.</summary>
internal static class ClientPrincipal
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    private const string OperatorRole = "Settlement.Operator";
    private const string AuditorRole = "Settlement.Auditor";
    private const string PartyRole = "Settlement.Party.";
    private static readonly string[] NameClaims = ["preferred_username", "name", ClaimTypes.Name, "appid", "azp", "oid"];

    /// <summary>Reads the header; false where it is not what App Service authentication writes, or names nobody.</summary>
    public static bool TryRead(string? header, [NotNullWhen(true)] out Caller? caller)
    {
        caller = null;
        Principal? principal;
        try
        {
            principal = header is { Length: > 0 }
                ? JsonSerializer.Deserialize<Principal>(Convert.FromBase64String(header), JsonSerializerOptions.Web)
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
        if (principal?.Claims is not { Count: > 0 } claims || FindName(principal, claims) is not { Length: > 0 } name)
        {
            return false;
        }

        var roles = claims
            .Where(claim => claim.Typ is "roles" or ClaimTypes.Role || claim.Typ == principal.RoleTyp)
            .Select(claim => claim.Val ?? "")
            .ToHashSet(StringComparer.Ordinal);
        var parties = roles
            .Where(role => role.StartsWith(PartyRole, StringComparison.Ordinal) && role.Length > PartyRole.Length)
            .Select(role => role[PartyRole.Length..])
            .ToHashSet(StringComparer.Ordinal);
        caller = new Caller(name, roles.Contains(OperatorRole), roles.Contains(AuditorRole), parties);
        return true;
    }

    private static string? FindName(Principal principal, IReadOnlyList<Claim> claims) =>
        NameClaims
            .Prepend(principal.NameTyp)
            .Where(type => type is not null)
            .Select(type => claims.FirstOrDefault(claim => claim.Typ == type)?.Val)
            .FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));

    private sealed record Principal(
        IReadOnlyList<Claim>? Claims,
        [property: System.Text.Json.Serialization.JsonPropertyName("name_typ")] string? NameTyp,
        [property: System.Text.Json.Serialization.JsonPropertyName("role_typ")] string? RoleTyp
    );

    private sealed record Claim(string? Typ, string? Val);
}
