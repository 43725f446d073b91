using Orleans.Batch.Grains.Settings;
using Orleans.Batch.LocalPostgres;
using PrivateData = Orleans.Batch.LocalPostgres.DataDirectory;

namespace Orleans.Batch.Server.Settings;

/// <summary>The operator's settings of the process.</summary>
internal sealed record ServerSettings
{
    /// <summary>The default address: reachable from this machine only.</summary>
    public const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>The addresses to listen on, separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>The directory of the private database and the secrets.</summary>
    public string DataDirectory { get; init; } = PrivateData.DefaultPath();

    /// <summary>Whether the command line names <see cref="DataDirectory"/>; it is the default otherwise.</summary>
    public bool IsDataDirectoryGiven { get; init; }

    /// <summary>The data directory's absolute path and where it comes from, for a message.</summary>
    public string DataDirectoryText =>
        $"{Path.GetFullPath(DataDirectory)} ({(IsDataDirectoryGiven ? "given with --data-dir" : PrivateData.DefaultOrigin())})";

    /// <summary>The directory of PostgreSQL's programs; null searches the usual places.</summary>
    public string? PostgresBinaries { get; init; }

    /// <summary>Whether PostgreSQL's programs are installed without a question when none is suitable.</summary>
    public bool InstallPostgres { get; init; }

    /// <summary>The connection string of an external database; null runs the private one.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The first project's key; null creates one at the first start.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The operator's secret; null creates one at the first start.</summary>
    public string? OperatorSecret { get; init; }

    /// <summary>The roles of this process in a cluster; null: all, or those of <c>Cluster__Roles</c>.</summary>
    public string? Roles { get; init; }

    /// <summary>The address of this process for the others of the cluster: an IP address or auto, and a port after a colon.</summary>
    public string? ClusterAddress { get; init; }

    /// <summary>The options of the private instance.</summary>
    public PrivatePostgresOptions PrivatePostgres => new()
    {
        DataDirectory = DataDirectory,
        BinaryDirectory = PostgresBinaries,
        InstallationApproval = new InstallationConsent(InstallPostgres),
    };

    /// <summary>Reads the environment, over an appsettings.json beside the program if there is one.</summary>
    public static IConfiguration ReadConfiguration() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>Reads the settings from <see cref="ReadConfiguration"/>.</summary>
    public static ServerSettings FromEnvironment()
    {
        var configuration = ReadConfiguration();
        return new ServerSettings
        {
            Urls = Given(configuration["ASPNETCORE_URLS"]) ?? Given(configuration["URLS"]) ?? DefaultUrls,
            ConnectionString = Given(configuration.GetConnectionString("Batch")),
            ApiKey = Given(configuration["BATCH_API_KEY"]),
            OperatorSecret = Given(configuration[Operators.OperatorSecret.Variable]),
        };
    }

    /// <summary>The cluster membership of this process; null for none. Not for commands.</summary>
    /// <exception cref="ClusterSettingsException">A setting of the cluster cannot be used.</exception>
    /// <exception cref="ServerRefusalException">The settings contradict each other.</exception>
    public ClusterSettings ReadCluster()
    {
        var given = new Dictionary<string, string?>();
        if (Roles is not null)
        {
            given["Cluster:Roles"] = Roles;
        }

        if (ClusterAddress?.Split(':') is [var address, var port])
        {
            (given["Cluster:Address"], given["Cluster:SiloPort"]) = (address, port);
        }
        else if (ClusterAddress is not null)
        {
            given["Cluster:Address"] = ClusterAddress;
        }

        var cluster = ClusterSettings.Read(
            new ConfigurationBuilder().AddConfiguration(ReadConfiguration()).AddInMemoryCollection(given).Build());
        return cluster.IsAlone || ConnectionString is not null ? cluster : throw new ServerRefusalException(
            ExitCodes.BadSetting,
            "--roles and --cluster-address (Cluster:Roles, Cluster:Address) make this process a member of a cluster, which needs a PostgreSQL "
            + "database that all its processes reach: set ConnectionStrings__Batch, or leave them out for one process on a private database.");
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
