using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Settings;

/// <summary>Settings of a process of the cluster, by its operator. Bound from the configuration section <c>Cluster</c>.</summary>
public sealed class ClusterSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Cluster";

    internal const string DefaultClusterId = "orleans-batch";

    internal const string AloneClusterIdPrefix = "alone-";

    // Part of the ten seconds that a user or a service manager waits for the end; the private PostgreSQL ends after it.
    private static readonly TimeSpan AloneStopTimeout = TimeSpan.FromSeconds(4);

    private const SiloRoles AllRoles = SiloRoles.Gateway | SiloRoles.Batch | SiloRoles.Realtime;

    /// <summary>What the process does: <c>gateway</c>, <c>batch</c>, <c>realtime</c>, or several, separated by commas. Default: all.</summary>
    public SiloRoles Roles { get; set; } = AllRoles;

    /// <summary>Orleans' ClusterId: the same for all processes on a database. Default: <c>orleans-batch</c>.</summary>
    [Required]
    [StringLength(150)]
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>
    /// The address at which other processes reach this silo, and at which it listens; <c>auto</c>: the first address of this
    /// machine's name, as in a container. Default: 127.0.0.1. Every process that can connect to it can call every grain: see
    /// <see cref="TlsCertificate"/>.
    /// </summary>
    [Required]
    public string Address { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>The port for other silos. Default: 11111.</summary>
    [Range(1, 65_535)]
    public int SiloPort { get; set; } = 11_111;

    /// <summary>The port for Orleans' clients: gateways without a silo role, and .NET services. Default: 30000.</summary>
    [Range(1, 65_535)]
    public int ClientPort { get; set; } = 30_000;

    /// <summary>How many connections to the database Orleans' own tables may use. Default: 4.</summary>
    [Range(1, 100)]
    public int DatabaseConnections { get; set; } = 4;

    /// <summary>
    /// How long a silo may leave a probe unanswered at most; half of it where its answers are usually quick. After three
    /// missed probes in a row, and three times this without any message, the silo is declared dead, by the votes of two others if
    /// there are as many. Default: 3 seconds, so that a killed silo's work continues elsewhere after some 10.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The number of parts of the search for unfinished work; each part has one grain. Default: 4.</summary>
    [Range(1, 1_000)]
    public int SweepShards { get; set; } = 4;

    /// <summary>
    /// How long a process that ends reports "not ready" before it stops accepting calls, so that load balancers select
    /// others first. Default: 2 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the end may take after that; must be less than the orchestrator's grace. Default: 20 seconds; 4 for a process alone on
    /// its database.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>A PKCS#12 file; if set, all traffic between processes of the cluster uses mutual TLS. Default: none.</summary>
    public string? TlsCertificate { get; set; }

    /// <summary>The password of <see cref="TlsCertificate"/>.</summary>
    public string? TlsPassword { get; set; }

    /// <summary>
    /// The name in the certificates of all processes; a process with another name is refused. Required with <see cref="TlsCertificate"/>.
    /// </summary>
    public string? TlsHostName { get; set; }

    /// <summary>
    /// Whether the process is alone on its database: one silo with all roles, which no other process can reach or join.
    /// </summary>
    public bool IsAlone { get; private set; }

    /// <summary>Whether the process hosts grains.</summary>
    public bool IsSilo => (Roles & (SiloRoles.Batch | SiloRoles.Realtime)) != SiloRoles.None;

    /// <summary>Whether the process serves HTTP calls.</summary>
    public bool IsGateway => (Roles & SiloRoles.Gateway) != SiloRoles.None;

    /// <summary>
    /// Reads the section: a member of a cluster where roles or an address are given, otherwise a process alone on its database.
    /// </summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <exception cref="ClusterSettingsException">A value cannot be used.</exception>
    public static ClusterSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section[nameof(Roles)] is { } roles && (!Enum.TryParse<SiloRoles>(roles, ignoreCase: true, out var known)
            || known == SiloRoles.None || (known & ~AllRoles) != SiloRoles.None))
        {
            throw new ClusterSettingsException(
                $"--roles (Cluster:Roles) is '{roles}'; say gateway, batch, realtime, or several of them, separated by commas.");
        }

        var settings = new ClusterSettings();
        try
        {
            section.Bind(settings);
            Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
        }
        catch (Exception e) when (e is InvalidOperationException or ValidationException)
        {
            throw new ClusterSettingsException($"{Section}: {e.Message}", e);
        }

        if (section[nameof(Roles)] is null && section[nameof(Address)] is null)
        {
            settings.BeAlone(hasStopTimeout: section[nameof(StopTimeout)] is not null);
        }

        return settings;
    }

    // A name that no earlier process had: rows of a killed predecessor in the membership table belong to another cluster, and the
    // process does not wait for them.
    private void BeAlone(bool hasStopTimeout)
    {
        IsAlone = true;
        ClusterId = $"{AloneClusterIdPrefix}{Guid.NewGuid():N}";
        ClientPort = 0;
        DrainDelay = TimeSpan.Zero;
        StopTimeout = hasStopTimeout ? StopTimeout : AloneStopTimeout;
    }
}
