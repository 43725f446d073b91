namespace Orleans.Batch.LocalPostgres;

/// <summary>Provides PostgreSQL's programs: those on the machine, or newly installed ones.</summary>
internal static class PostgresPrograms
{
    /// <summary>
    /// Finds the programs that fit the data. If none fit, and the options' approval agrees, installs them. The caller
    /// holds the data directory's lock.
    /// </summary>
    /// <exception cref="PrivatePostgresException">None fit and none were installed; the message says what to do.</exception>
    public static async Task<PostgresBinaries> FindOrInstallAsync(
        PrivatePostgresOptions options, DataDirectory directory, CancellationToken cancellationToken)
    {
        var choice = await SearchAsync(options, directory, cancellationToken);
        if (choice.TryChoose() is { } fitting)
        {
            return fitting;
        }

        if (options.BinaryDirectory is null && options.InstallationApproval is { } approval)
        {
            await ProgramInstallation.RunAsync(choice, directory, approval, cancellationToken);
            choice = await SearchAsync(options, directory, cancellationToken);
        }

        return choice.Choose();
    }

    private static async Task<PostgresSelector> SearchAsync(
        PrivatePostgresOptions options, DataDirectory directory, CancellationToken cancellationToken)
    {
        var found = await PostgresLocator.FindAsync(options.BinaryDirectory, directory, cancellationToken);
        return new PostgresSelector(found, directory, options.BinaryDirectory);
    }
}
