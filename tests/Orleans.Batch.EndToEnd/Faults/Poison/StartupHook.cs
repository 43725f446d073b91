using System.Diagnostics.CodeAnalysis;

/// <summary>
/// Loads this assembly into a real server process (DOTNET_STARTUP_HOOKS), which then finds <c>KillingStartup</c> in it
/// (ASPNETCORE_HOSTINGSTARTUPASSEMBLIES). The runtime looks for exactly this name, without a namespace.
/// </summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime's contract.")]
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "The runtime's contract.")]
internal static class StartupHook
{
    public static void Initialize()
    {
        // Loading the assembly is the only purpose.
    }
}
