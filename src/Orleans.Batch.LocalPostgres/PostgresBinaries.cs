using System.Text.RegularExpressions;

namespace Orleans.Batch.LocalPostgres;

/// <summary>One installation of PostgreSQL's server programs.</summary>
internal sealed partial record PostgresBinaries(string BinaryDirectory, int MajorVersion)
{
    public string InitDb => Program(BinaryDirectory, "initdb");

    public string PgCtl => Program(BinaryDirectory, "pg_ctl");

    /// <summary>Returns null if the directory does not hold all three programs, or they do not run.</summary>
    public static async Task<PostgresBinaries?> TryOpenAsync(
        string directory, CancellationToken cancellationToken)
    {
        var server = Program(directory, "postgres");
        if (!File.Exists(server) || !File.Exists(Program(directory, "initdb")) || !File.Exists(Program(directory, "pg_ctl")))
        {
            return null;
        }

        return await TryGetVersionAsync(server, cancellationToken) is { } version ? new PostgresBinaries(directory, version) : null;
    }

    /// <summary>Returns the major version that one of PostgreSQL's programs prints; null if it does not run.</summary>
    public static async Task<int?> TryGetVersionAsync(string program, CancellationToken cancellationToken)
    {
        var answer = await ExternalProgram.AskAsync([program, "--version"], cancellationToken);
        var version = VersionText().Match(answer.Output);
        return answer.Succeeded && version.Success ? int.Parse(version.Groups["major"].Value, null) : null;
    }

    public static string Program(string directory, string name) =>
        Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionText();
}
