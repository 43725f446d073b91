using System.Diagnostics;

namespace Orleans.Batch.EndToEnd.Node;

/// <summary>Node scripts and their packages, which npm installs beside them, once per build output.</summary>
internal sealed class NodePackage
{
    /// <summary>Zep's JavaScript SDK.</summary>
    public static readonly NodePackage ZepSdk = new("ZepSdk", "Zep's SDK");

    /// <summary>The libraries with which receivers verify webhooks.</summary>
    public static readonly NodePackage WebhookReceiver = new("Webhooks/Receiver", "the webhook libraries");

    private readonly string _what;
    private readonly Lazy<string?> _problem;

    private NodePackage(string folder, string what)
    {
        _what = what;
        Folder = Path.Combine(AppContext.BaseDirectory, folder);
        _problem = new Lazy<string?>(Install);
    }

    /// <summary>The directory of the scripts.</summary>
    public string Folder { get; }

    /// <summary>Why they cannot be run here, with the packages' name; null if they can.</summary>
    public string? Problem => _problem.Value;

    /// <summary>Starts a program in the scripts' directory, with all its streams redirected to the caller.</summary>
    public Process Start(
        string program, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    /// <summary>Runs a program in the scripts' directory to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(program, arguments, environment);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Eventually.MaxWait);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{program} did not end within {Eventually.MaxWait}");
        }

        return (process.ExitCode, await output + await errors);
    }

    private string? Install()
    {
        if (!OnPath("node") || !OnPath("npm"))
        {
            return $"{_what}: node and npm are not on PATH";
        }

        if (File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
        {
            return null;
        }

        var (code, output) = RunAsync("npm", ["ci", "--no-audit", "--no-fund"]).GetAwaiter().GetResult();
        var reason = output.Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? output;
        return code == 0 ? null : $"{_what}: npm could not fetch them: {reason.Trim()}";
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, program)));
}
