using System.Diagnostics.Metrics;

namespace Orleans.Batch.Grains.Roles;

/// <summary>
/// The roles of living silos when this process last checked; before the first check, all. A silo that has not published its
/// roles yet may have any. A role that loses its last silo is reported once, and again when a silo has it.
/// </summary>
internal sealed partial class RolePresence : IDisposable
{
    private static readonly SiloRoles[] Known = [SiloRoles.Batch, SiloRoles.Realtime];

    private readonly Meter _meter = new(Telemetry.Name);
    private readonly ILogger _logger;
    private volatile IReadOnlyList<SiloRoles>? _silos;

    public RolePresence(ILogger<RolePresence> logger)
    {
        _logger = logger;
        _meter.CreateObservableGauge(
            "orleans_batch.cluster.silos",
            () => Known.Select(r => new Measurement<int>(Count(r), new KeyValuePair<string, object?>("role", r.ToString()))),
            "{silo}",
            "Silos that have a role; while there are none, its work waits");
    }

    public bool IsThere(SiloRoles role) => _silos is not { } silos || silos.Any(s => s == SiloRoles.None || (s & role) != SiloRoles.None);

    /// <summary>How many living silos have a role; 0 before the first check.</summary>
    public int Count(SiloRoles role) => _silos?.Count(s => (s & role) != SiloRoles.None) ?? 0;

    /// <param name="silos">The roles of each living silo; none for one that has not published them yet.</param>
    public void Update(IReadOnlyList<SiloRoles> silos)
    {
        var before = Known.Where(IsThere).ToArray();
        _silos = silos;
        foreach (var role in Known)
        {
            if (IsThere(role) && !before.Contains(role))
            {
                LogThere(role);
            }
            else if (!IsThere(role) && before.Contains(role))
            {
                LogMissing(role);
            }
        }
    }

    public void Dispose() => _meter.Dispose();

    [LoggerMessage(3031, LogLevel.Warning, "No silo of the role {Role} is up: its work waits for one")]
    private partial void LogMissing(SiloRoles role);

    [LoggerMessage(3032, LogLevel.Information, "A silo of the role {Role} is up: its work goes on")]
    private partial void LogThere(SiloRoles role);
}
