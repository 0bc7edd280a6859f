namespace Settlement.Worker.Tests.Host;

/// <summary>The <c>dotnet</c> that runs these tests.</summary>
internal static class DotNet
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
