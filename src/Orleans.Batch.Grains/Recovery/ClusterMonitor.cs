using Microsoft.Extensions.Options;
using Orleans.Batch.Client;
using Orleans.Batch.Cluster;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Settings;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// Checks each second which silos there are and what they do. In-flight work of dead silos is adopted. When a silo joins or leaves,
/// all unfinished work is woken at once, and again a little later, when all silos know. A role that loses its last silo is reported once.
/// </summary>
internal sealed partial class ClusterMonitor(
    ISiloStatusOracle silos,
    RolePresence presence,
    IGrainFactory grains,
    IDatabaseGuard guard,
    ClusterSettings settings,
    IOptions<WebhookOptions> webhooks,
    TimeProvider time,
    ILogger<ClusterMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AllKnow = TimeSpan.FromSeconds(4);

    private readonly HashSet<SiloAddress> _adopted = [];
    private HashSet<(SiloAddress Silo, SiloRoles Roles)> _seen = [];
    private long? _changedAt;
    private bool _armed;

    // A process alone has adopted all when it registered.
    private bool _hasAdopted = settings.IsAlone;
    private bool _adoptionFails;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                await AdoptAsync();
                Refresh();
                await ArmAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal end.
        }
    }

    // Before their work is woken elsewhere, so that items that crashed a silo are known as suspects.
    private async Task AdoptAsync()
    {
        var members = silos.GetApproximateSiloStatuses();
        var dead = members.Where(s => s.Value == SiloStatus.Dead).Select(s => s.Key).ToList();
        if (_hasAdopted && dead.All(_adopted.Contains))
        {
            return;
        }

        try
        {
            await guard.AdoptAsync(Names(dead), Names(members.Keys.Except(dead)), CancellationToken.None);
            _adopted.UnionWith(dead);
            (_hasAdopted, _adoptionFails) = (true, false);
        }
        catch (TransientStoreException e)
        {
            // Logged once; retried each second.
            if (!_adoptionFails)
            {
                LogNotAdopted(e);
            }

            _adoptionFails = true;
        }

        static List<string> Names(IEnumerable<SiloAddress> addresses) => [.. addresses.Select(s => s.ToParsableString())];
    }

    private void Refresh()
    {
        var now = silos.GetActiveSilos().Select(s => (s, PublishedRoles.Get(silos, s))).ToHashSet();
        if (!now.SetEquals(_seen))
        {
            _seen = now;
            _changedAt = time.GetTimestamp();
            presence.Update([.. now.Select(s => s.Item2)]);
            Sweep();
        }
        else if (_changedAt is { } at && time.GetElapsedTime(at) > AllKnow)
        {
            _changedAt = null;
            Sweep();
        }
    }

    private void Sweep()
    {
        for (var shard = 0; shard < settings.SweepShards; shard++)
        {
            _ = grains.GetGrain<ISweepGrain>(shard).SweepAsync();
        }
    }

    private async Task ArmAsync()
    {
        if (_armed || !presence.IsThere(SiloRoles.Batch))
        {
            return;
        }

        try
        {
            for (var shard = 0; shard < settings.SweepShards; shard++)
            {
                await grains.GetGrain<ISweepGrain>(shard).ArmAsync();
            }

            for (var shard = 0; shard < webhooks.Value.Shards; shard++)
            {
                await grains.GetGrain<IWebhookReminderGrain>(shard).ArmAsync();
            }

            _armed = true;
        }
        catch (Exception e)
        {
            LogNotArmed(e);
        }
    }

    [LoggerMessage(3034, LogLevel.Warning, "The in-flight work of dead silos cannot be adopted now; the adoption is retried")]
    private partial void LogNotAdopted(Exception e);

    [LoggerMessage(3033, LogLevel.Warning, "Reminders cannot be set now; it is tried again")]
    private partial void LogNotArmed(Exception e);
}
