namespace Orleans.Batch.LocalPostgres;

/// <summary>One way to install PostgreSQL's programs.</summary>
internal interface IProgramSource
{
    /// <summary>What it does, to follow "it can".</summary>
    string Action { get; }

    /// <summary>Installs the programs.</summary>
    /// <returns>False if this source does not have the version of the data; nothing was installed then.</returns>
    /// <exception cref="PrivatePostgresException">The installation failed; the message says why.</exception>
    Task<bool> TryInstallAsync(Action<string> reportStep, CancellationToken cancellationToken);
}
