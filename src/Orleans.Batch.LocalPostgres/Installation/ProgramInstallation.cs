namespace Orleans.Batch.LocalPostgres;

/// <summary>Installs PostgreSQL's programs from the first source that has the version of the data.</summary>
internal static class ProgramInstallation
{
    private const string Requirements =
        "The server installs PostgreSQL by itself only as root with apt-get (Debian, Ubuntu), or with npm on a platform "
        + "that npm's package is made for; that package is version 17.";

    /// <summary>Asks for approval and installs. The caller searches for the programs again.</summary>
    /// <exception cref="PrivatePostgresException">No source applies, approval was not given, or the installation failed.</exception>
    public static async Task RunAsync(
        PostgresSelector choice, DataDirectory directory, IInstallationApproval approval, CancellationToken cancellationToken)
    {
        var sources = Sources(choice.DataVersion, directory).ToList();
        if (sources.Count == 0)
        {
            throw new PrivatePostgresException($"{choice.Refusal} {Requirements}");
        }

        var action = string.Join("; or, where that does not have the version, ", sources.Select(s => s.Action));
        var decision = await approval.DecideAsync(new InstallationOffer(choice.Refusal, action), cancellationToken);
        if (!decision.Approved)
        {
            throw new PrivatePostgresException($"{choice.Refusal} {decision.Advice}");
        }

        directory.Create();
        foreach (var source in sources)
        {
            if (await source.TryInstallAsync(approval.ReportStep, cancellationToken))
            {
                return;
            }
        }
    }

    private static IEnumerable<IProgramSource> Sources(int? dataVersion, DataDirectory directory)
    {
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Executable.TryFind("apt-get") is { } aptGet)
        {
            yield return new AptSource(aptGet, dataVersion, directory);
            if (dataVersion is null)
            {
                yield break; // the distribution's own version is sufficient
            }
        }

        if ((dataVersion ?? NpmPackage.MajorVersion) == NpmPackage.MajorVersion
            && NpmPackage.TryGetForThisMachine() is { } package
            && Executable.TryFind("npm") is { } npm)
        {
            yield return new NpmSource(npm, package, directory);
        }
    }
}
