namespace Orleans.Batch.LocalPostgres;

/// <summary>Creates PostgreSQL's data directory, completely or not at all.</summary>
internal sealed class PostgresCluster(DataDirectory directory, PostgresBinaries binaries, ProgramUser user)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // From this version on initdb enables checksums by default; the README explains why they are off.
    private const int ChecksumsByDefault = 18;

    public static string PasswordFile(DataDirectory directory) => Path.Combine(directory.Secrets, "postgres-password");

    public bool Exists => Directory.Exists(directory.ClusterPath);

    /// <summary>Runs initdb beside the final place and moves the result there, so that a crash leaves no partial cluster.</summary>
    public async Task InitializeAsync(string password, CancellationToken cancellationToken)
    {
        var unfinished = directory.UnfinishedClusterPath;
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        await CreateOwnedAsync(unfinished, cancellationToken);
        var passwordFile = Path.Combine(directory.Root, "initdb-password");
        SecretFile.Write(passwordFile, password);
        try
        {
            await user.ChangeOwnerAsync(passwordFile, cancellationToken);
            var result = await user.RunAsync(
                [
                    binaries.InitDb, "--pgdata", unfinished, "--username", InstanceAddress.User,
                    "--pwfile", passwordFile, "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C",
                    .. binaries.MajorVersion >= ChecksumsByDefault ? (string[])["--no-data-checksums"] : [],
                ],
                cancellationToken);
            if (!result.Succeeded)
            {
                throw new PrivatePostgresException($"initdb could not make {directory.ClusterPath}:\n{result.Output}");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(unfinished, directory.ClusterPath);
    }

    /// <summary>Creates a directory that only the program's user may enter.</summary>
    public async Task CreateOwnedAsync(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly);
            }

            await user.ChangeOwnerAsync(path, cancellationToken);
        }
    }
}
