using System.Diagnostics;
using Orleans.Batch.EndToEnd.Node;

namespace Orleans.Batch.EndToEnd.ZepSdk;

/// <summary>
/// Version 4 of Zep's SDK, in a temporary directory outside the repository: the newest that npm serves, so that the test
/// begins to run on the day it appears.
/// </summary>
internal static class ZepSdkV4Package
{
    private const string Package = "@getzep/zep-cloud@4";

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    private static readonly Lazy<(string? Folder, string? Problem)> Installed = new(Install);

    /// <summary>The directory with the package; null when there is none.</summary>
    public static string? Folder => Installed.Value.Folder;

    /// <summary>Why it cannot be used; null when it can.</summary>
    public static string? Problem => Installed.Value.Problem;

    private static (string? Folder, string? Problem) Install()
    {
        if (NodePackage.ZepSdk.Problem is { } problem)
        {
            return (null, problem);
        }

        // An empty answer, or an error, means that no such version is served.
        var (found, version) = Run(Path.GetTempPath(), "view", Package, "version");
        if (!found || version.Trim().Length == 0)
        {
            return (null, "Zep's SDK 4: npm serves no version 4 of @getzep/zep-cloud");
        }

        var folder = Directory.CreateTempSubdirectory("zep-sdk-v4-").FullName;
        File.WriteAllText(Path.Combine(folder, "package.json"), """{ "private": true, "type": "module" }""");
        var (installed, output) = Run(folder, "install", "--no-audit", "--no-fund", Package);
        return installed ? (folder, null) : (null, $"Zep's SDK 4: npm could not fetch it: {output.Trim().Split('\n')[0]}");
    }

    private static (bool Succeeded, string Output) Run(string folder, params string[] arguments)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = npm.StandardError.ReadToEndAsync();
        var output = npm.StandardOutput.ReadToEnd();
        return npm.WaitForExit(MaxWait) && npm.ExitCode == 0 ? (true, output) : (false, errors.Result);
    }
}
