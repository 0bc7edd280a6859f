using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Settlement.Ledger.Tests.Support;

/// <summary>What the runtime calls before the program of a process whose variable DOTNET_STARTUP_HOOKS names this assembly: all its threads get an alien culture.</summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for this name without a namespace.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        var culture = AlienCulture.Make();
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
    }
}
