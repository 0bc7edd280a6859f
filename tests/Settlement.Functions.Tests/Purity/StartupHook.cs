using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

/// <summary>What the runtime calls before the program of a process whose variable DOTNET_STARTUP_HOOKS names this assembly: all its threads get an alien culture.</summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime looks for this name without a namespace.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        // The program knows nothing of the assemblies beside this one.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "Settlement.Testing"
                ? context.LoadFromAssemblyPath(
                    Path.Combine(Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!, "Settlement.Testing.dll")
                )
                : null;
        SetCulture();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SetCulture()
    {
        var culture = AlienCulture.Make();
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = culture;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
    }
}
