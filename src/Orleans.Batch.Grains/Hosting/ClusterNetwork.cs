using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Grains.Settings;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>How the processes of a cluster find and reach each other: by Orleans' tables in the batches' database.</summary>
internal static partial class ClusterNetwork
{
    private const string Npgsql = "Npgsql";
    private const int MissedSignsOfLife = 6;
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAtTable = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectPause = TimeSpan.FromSeconds(1);

    public static ISiloBuilder UseDatabaseCluster(this ISiloBuilder silo, ClusterSettings settings, string tables)
    {
        silo.Configure<ClusterOptions>(o => Name(o, settings));
        silo.ConfigureEndpoints(ClusterAddresses.Resolve(settings.Address), settings.IsAlone ? LoopbackPort.Choose() : settings.SiloPort, settings.ClientPort);
        silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Npgsql, tables));
        silo.UseAdoNetReminderService(o => o.Configure(r => (r.Invariant, r.ConnectionString) = (Npgsql, tables)));
        silo.AddPrivateStorage(tables);
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = settings.ProbeTimeout;

            // A silo does not vote against one that has sent a message within three times this value. The default is four times as
            // long: with a silo that hung and kept its connections, a batch took 39 seconds more instead of 15.
            o.MaxProbeTimeout = settings.ProbeTimeout;

            // A silo without a sign of life for 30 seconds (Orleans' default: 90) is probed by silos that join, and its vote is not
            // needed. It gets no updates and is not asked for its roles until it gives a sign again, for example after an
            // outage of the database; so that must be noticed soon.
            o.IAmAliveTablePublishTimeout = SignOfLife;
            o.NumMissedTableIAmAliveLimit = MissedSignsOfLife;
            o.TableRefreshTimeout = LookAtTable;
        });
        silo.AddDashboard(static o => o.HideTrace = true);
        if (ClusterTls.FromSettings(settings) is { } tls)
        {
            silo.UseTls(tls.Configure);
        }

        return silo;
    }

    public static IClientBuilder UseDatabaseCluster(this IClientBuilder client, ClusterSettings settings, string tables)
    {
        client.Configure<ClusterOptions>(o => Name(o, settings));
        client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Npgsql, tables));
        client.AddActivityPropagation();
        client.AddDashboard();
        client.UseConnectionRetryFilter<WaitForSilos>();
        if (ClusterTls.FromSettings(settings) is { } tls)
        {
            client.UseTls(tls.Configure);
        }

        return client;
    }

    /// <summary>The storage of <see cref="PrivateState"/>.</summary>
    public static ISiloBuilder AddPrivateStorage(this ISiloBuilder silo, string tables) =>
        silo.AddAdoNetGrainStorage(PrivateState.StorageName, options => options.Configure<Serializer>(
            (o, serializer) =>
            {
                o.Invariant = Npgsql;
                o.ConnectionString = tables;
                o.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
                o.DeleteStateOnClear = true;
            }));

    // The service id is the same for all clusters that a process alone on its database creates, one per start: reminders and
    // grain state belong to the service, membership to the cluster.
    private static void Name(ClusterOptions options, ClusterSettings settings) =>
        (options.ClusterId, options.ServiceId) =
            (settings.ClusterId, settings.IsAlone ? ClusterSettings.DefaultClusterId : settings.ClusterId);

    /// <summary>A gateway may start before the first silo.</summary>
    internal sealed partial class WaitForSilos(TimeProvider time, ILogger<WaitForSilos> logger) : IClientConnectionRetryFilter
    {
        private bool _said;

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            if (!_said)
            {
                _said = true;
                LogWaiting(exception.Message);
            }

            await Task.Delay(ConnectPause, time, cancellationToken);
            return true;
        }

        [LoggerMessage(3041, LogLevel.Warning, "No silo of the cluster can be reached yet, which is waited for: {Reason}")]
        private partial void LogWaiting(string reason);
    }
}
