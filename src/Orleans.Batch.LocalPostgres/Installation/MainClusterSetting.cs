namespace Orleans.Batch.LocalPostgres;

/// <summary>
/// Debian's setting that makes each server package create and start a cluster named main when it is installed. The
/// private instance needs only the programs.
/// </summary>
internal static class MainClusterSetting
{
    /// <summary>Where postgresql-common keeps its configuration.</summary>
    public const string Directory = "/etc/postgresql-common";

    private const string ConfigurationFile = Directory + "/createcluster.conf";
    private const string OwnFile = Directory + "/createcluster.d/orleans-batch.conf";
    private const string Name = "create_main_cluster";

    private const string Content =
        $"""
        # Written by Orleans.Batch when it installed PostgreSQL: only the programs are needed. Remove this setting to
        # have newly installed postgresql-* packages create a cluster and start a server again.
        {Name} = false

        """;

    /// <summary>Turns the setting off if it is on. The package postgresql-common must be installed.</summary>
    /// <exception cref="PrivatePostgresException">The setting cannot be changed.</exception>
    public static async Task TurnOffAsync(CancellationToken cancellationToken)
    {
        if (await IsOffAsync(cancellationToken))
        {
            return;
        }

        try
        {
            // A separate file, so that a later upgrade of postgresql-common finds its configuration unchanged.
            PackageDirectory.Create(Path.GetDirectoryName(OwnFile)!);
            await File.WriteAllTextAsync(OwnFile, Content, cancellationToken);
            if (await IsOffAsync(cancellationToken))
            {
                return;
            }

            // A configuration that does not include that directory, or sets it after the inclusion.
            File.Delete(OwnFile);
            await File.AppendAllTextAsync(ConfigurationFile, Environment.NewLine + Content, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException($"{Name} = false cannot be set in {Directory}: {e.Message.TrimEnd('.')}. PostgreSQL was not installed.", e);
        }

        if (!await IsOffAsync(cancellationToken))
        {
            throw new PrivatePostgresException(
                $"{Name} is still on, though {ConfigurationFile} sets it to false at its end. PostgreSQL was not installed, " +
                "since its package would start a server. Correct that file and start again.");
        }
    }

    // The command with which the packages themselves read the setting.
    private static async Task<bool> IsOffAsync(CancellationToken cancellationToken)
    {
        var tool = Executable.TryFind("pg_conftool") ?? "pg_conftool";
        var answer = await ExternalProgram.AskAsync([tool, ConfigurationFile, "show", "-bs", Name], cancellationToken);
        return answer.Succeeded && string.Equals(answer.Output, "off", StringComparison.Ordinal);
    }
}
