namespace Orleans.Batch.LocalPostgres;

/// <summary>The place of the private PostgreSQL and its time limits.</summary>
public sealed class PrivatePostgresOptions
{
    /// <summary>The server's data directory. Default: <see cref="DataDirectory.DefaultPath"/>.</summary>
    public string DataDirectory { get; set; } = LocalPostgres.DataDirectory.DefaultPath();

    /// <summary>
    /// The one directory that holds initdb, pg_ctl and postgres.
    /// Default: null, which searches PATH and the usual places of the operating system.
    /// </summary>
    public string? BinaryDirectory { get; set; }

    /// <summary>
    /// Decides whether PostgreSQL's programs are installed if none on this machine fit. Not called if
    /// <see cref="BinaryDirectory"/> is given. Default: null, which installs nothing.
    /// </summary>
    public IInstallationApproval? InstallationApproval { get; set; }

    /// <summary>How long a start may take, crash recovery included. Default: 10 minutes.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long disposal waits for PostgreSQL to end. PostgreSQL continues to end by itself afterwards, and the next
    /// start waits for that. Default: 30 seconds.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the running postmaster is checked. Default: 500 milliseconds.</summary>
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromMilliseconds(500);
}
