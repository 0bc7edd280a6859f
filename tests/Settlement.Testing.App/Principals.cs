using System.Text;
using System.Text.Json;

namespace Settlement.Testing.App;

/// <summary>The header by which App Service authentication says who asks.</summary>
internal static class Principals
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    /// <summary>The settings of a host that stands behind App Service authentication.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Identity:LocalOperator"] = "false", ["WEBSITE_AUTH_ENABLED"] = "True" };

    public static string Operator { get; } = Write("olga@example.org", "Settlement.Operator");

    public static string Auditor { get; } = Write("abel@example.org", "Settlement.Auditor");

    /// <summary>A principal with roles.</summary>
    public static string Write(string name, params string[] roles) =>
        Convert.ToBase64String(
            Encoding.UTF8.GetBytes(
                JsonSerializer.Serialize(
                    new
                    {
                        auth_typ = "aad",
                        claims = roles
                            .Select(role => new { typ = "roles", val = role })
                            .Append(new { typ = "preferred_username", val = name }),
                        name_typ = "preferred_username",
                        role_typ = "roles",
                    }
                )
            )
        );
}
