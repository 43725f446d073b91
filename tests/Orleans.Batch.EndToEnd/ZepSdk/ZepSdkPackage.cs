using System.Diagnostics;

namespace Orleans.Batch.EndToEnd.ZepSdk;

/// <summary>Zep's JavaScript SDK, fetched by npm to beside the scripts that use it, once per build output.</summary>
internal static class ZepSdkPackage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly Lazy<string?> Missing = new(Install);

    /// <summary>Where the scripts are.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "ZepSdk");

    /// <summary>Why the SDK cannot be run here; null when it can.</summary>
    public static string? Problem => Missing.Value;

    /// <summary>Runs a program in the scripts' folder.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{program} did not end within {Patience}");
        }

        return (process.ExitCode, await output + await errors);
    }

    private static string? Install()
    {
        if (!OnPath("node") || !OnPath("npm"))
        {
            return "node and npm are not on PATH: Zep's SDK cannot be run";
        }

        if (File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
        {
            return null;
        }

        var (code, output) = RunAsync("npm", ["ci", "--no-audit", "--no-fund"]).GetAwaiter().GetResult();
        var reason = output.Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? output;
        return code == 0 ? null : $"npm could not fetch Zep's SDK: {reason.Trim()}";
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, program)));
}
