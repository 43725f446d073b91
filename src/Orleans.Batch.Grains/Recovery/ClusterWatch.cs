using Microsoft.Extensions.Options;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Hosting;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Webhooks;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// Looks each second which silos there are and what they do. When one has come or gone, everything unfinished is woken at
/// once, and again a little later, when all silos know. A role that nobody has any more is reported once.
/// </summary>
internal sealed partial class ClusterWatch(
    ISiloStatusOracle silos,
    ISiloMetadataCache metadata,
    RolePresence presence,
    IGrainFactory grains,
    ClusterSettings settings,
    IOptions<WebhookOptions> webhooks,
    TimeProvider time,
    ILogger<ClusterWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AllKnow = TimeSpan.FromSeconds(4);

    private HashSet<(SiloAddress Silo, SiloRoles Roles)> _seen = [];
    private long? _changedAt;
    private bool _armed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                Look();
                await ArmAsync();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A normal end.
        }
    }

    private void Look()
    {
        var now = silos.GetActiveSilos().Select(s => (s, RolesMetadata.Of(metadata, s))).ToHashSet();
        if (!now.SetEquals(_seen))
        {
            _seen = now;
            _changedAt = time.GetTimestamp();
            presence.See([.. now.Select(s => s.Item2)]);
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

    [LoggerMessage(3033, LogLevel.Warning, "Reminders cannot be set now; it is tried again")]
    private partial void LogNotArmed(Exception e);
}
