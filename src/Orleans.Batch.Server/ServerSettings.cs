using Orleans.Batch.Grains.Hosting;
using Orleans.Batch.PostgreSql.PrivateInstance;
using Orleans.Batch.Server.Databases;
using PrivateData = Orleans.Batch.PostgreSql.PrivateInstance.DataDirectory;

namespace Orleans.Batch.Server;

/// <summary>What the person who starts the process decides.</summary>
internal sealed record ServerSettings
{
    /// <summary>Nobody but this machine, unless told otherwise.</summary>
    public const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>Where to listen, separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>Where the private database and the secrets lie.</summary>
    public string DataDirectory { get; init; } = PrivateData.DefaultPath();

    /// <summary>Where PostgreSQL's programs are; null searches the usual places.</summary>
    public string? PostgresBinaries { get; init; }

    /// <summary>Whether PostgreSQL's programs are installed without a question where none fit.</summary>
    public bool InstallPostgres { get; init; }

    /// <summary>A database of the operator's own; null runs the private one.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The first project's key; null makes one at the first start.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The operator's secret; null makes one at the first start.</summary>
    public string? OperatorSecret { get; init; }

    /// <summary>What this process does in a cluster; null: all, or what <c>Cluster__Roles</c> says.</summary>
    public string? Roles { get; init; }

    /// <summary>Where the other processes of the cluster reach this one: an IP address or auto, and a port after a colon.</summary>
    public string? ClusterAddress { get; init; }

    /// <summary>The private instance these settings ask for.</summary>
    public PrivatePostgresOptions PrivatePostgres => new()
    {
        DataDirectory = DataDirectory,
        BinaryDirectory = PostgresBinaries,
        InstallationApproval = new InstallationConsent(InstallPostgres),
    };

    /// <summary>The environment, over an appsettings.json beside the program where there is one.</summary>
    public static IConfiguration ReadConfiguration() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>Takes the settings from <see cref="ReadConfiguration"/>.</summary>
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

    /// <summary>Whether this process is a member of a cluster, and which; commands do not ask.</summary>
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
