using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Functions.Embedded.Configuration;

/// <summary>Resolves %Name% in trigger attributes from the configuration, as the Functions host does.</summary>
internal static partial class AppSetting
{
    public static string Resolve(string text, IConfiguration configuration) =>
        Expression()
            .Replace(
                text,
                match =>
                    configuration[match.Groups[1].Value]
                    ?? throw new InvalidOperationException($"'{text}' names the app setting '{match.Groups[1].Value}', which is not set.")
            );

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Expression();
}
