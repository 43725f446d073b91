using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Batch.Cluster;
using Orleans.Batch.PostgreSql.InFlight;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>
/// Keeps a dedicated session whose advisory locks show that this process has the database, alone or with the silos of its cluster
/// (<see cref="ClusterName"/>). PostgreSQL ends the session, and with it the locks, when the process is killed, and after
/// <see cref="Database.GuardSessionTimeout"/> without a heartbeat when it hangs. The cluster decides which of its silos are dead.
/// </summary>
public sealed partial class DatabaseGuard(
    Database database,
    IngestHost host,
    TimeProvider time,
    ILogger<DatabaseGuard> logger,
    ClusterName? cluster = null) : IDatabaseGuard, IAsyncDisposable
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryHeartbeat = TimeSpan.FromSeconds(1);

    /// <summary>How long connecting, and a heartbeat, may take: no other check detects a network that has become silent.</summary>
    private static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromSeconds(8);

    /// <summary>How long the session of a killed process may exist until PostgreSQL notices.</summary>
    private static readonly TimeSpan TakeoverGracePeriod = TimeSpan.FromSeconds(2);

    private readonly string _description = $"process {Environment.ProcessId} on {Environment.MachineName}";
    private NpgsqlConnection? _connection;
    private bool _isLocked;
    private bool _isRegistered;
    private volatile DatabaseReach _reach;

    /// <inheritdoc/>
    public DatabaseReach Reach => _reach;

    /// <inheritdoc/>
    public async Task AcquireAsync(string silo, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await StoreFaults.Translate(() => RegisterAsync(silo, cancellationToken));
                return;
            }
            catch (DatabaseInUseException) when (time.GetElapsedTime(began) < TakeoverGracePeriod)
            {
                await CloseConnectionAsync();
                await Task.Delay(TakeoverGracePeriod / 10, time, cancellationToken);
            }
            catch
            {
                await CloseConnectionAsync();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public async Task WaitUntilLostAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        var (reached, failures) = (since, 0);
        while (true)
        {
            await Task.Delay(failures == 0 ? Heartbeat : RetryHeartbeat, time, cancellationToken);
            try
            {
                if (!await HeartbeatAsync(cancellationToken))
                {
                    _isRegistered = false;
                    return;
                }

                (reached, failures) = (time.GetTimestamp(), 0);
                _reach = time.GetElapsedTime(since) >= Database.GuardSessionTimeout ? DatabaseReach.Sure : DatabaseReach.Unsure;
            }
            catch (Exception e) when (StoreFaults.IsTransient(e) || _connection is { State: not ConnectionState.Open })
            {
                // If a connection breaks between the check and the statement, the driver reports misuse.
                await CloseConnectionAsync();
                (since, failures) = (time.GetTimestamp(), failures + 1);
                _reach = failures > 1 && time.GetElapsedTime(reached) >= Database.GuardSessionTimeout ? DatabaseReach.Lost : DatabaseReach.Unsure;
            }
        }
    }

    /// <inheritdoc/>
    public async Task AdoptAsync(
        IReadOnlyCollection<string> dead, IReadOnlyCollection<string> members, CancellationToken cancellationToken) =>
        await StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Background.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await SiloTable.LockAsync(connection, cancellationToken);
            var others = await SiloTable.ReadOthersAsync(connection, host.Silo, cancellationToken);
            var died = others.Where(o => dead.Contains(o.Silo) || (o.MustHaveJoined && !members.Contains(o.Silo))).ToList();
            await SiloTable.RemoveAsync(connection, died, cancellationToken);
            await AdoptAsync(connection, transaction, died, cancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (!_isRegistered)
        {
            return;
        }

        _isRegistered = false;
        try
        {
            await SiloTable.LeaveAsync(await ConnectAsync(cancellationToken), host.Silo, cancellationToken);
        }
        catch (Exception e) when (StoreFaults.IsTransient(e))
        {
            // Then this end counts as unclean, which costs the next start some monitoring.
        }

        await CloseConnectionAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseConnectionAsync();

    private async ValueTask<bool> RegisterAsync(string silo, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        if (!await TryLockAsync(connection, cancellationToken))
        {
            throw Refusal(await SiloTable.ReadOthersAsync(connection, silo, cancellationToken));
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await SiloTable.LockAsync(connection, cancellationToken);
        var others = await SiloTable.ReadOthersAsync(connection, silo, cancellationToken);

        // Under the lock, silos of other clusters and processes alone are dead; those of this cluster may live.
        var dead = others.Where(o => cluster is null || o.Cluster != cluster.Value).ToList();
        var taken = others.Except(dead).Select(o => o.Number).ToHashSet();
        if (taken.Count >= SiloTable.MostSilos)
        {
            throw new DatabaseInUseException($"{taken.Count} silos ingest from this database, which is as many as may.");
        }

        var number = (short)Enumerable.Range(0, SiloTable.MostSilos).First(n => !taken.Contains((short)n));
        await SiloTable.RemoveAsync(connection, dead, cancellationToken);
        await SiloTable.RegisterAsync(connection, number, silo, cluster?.Value, _description, cancellationToken);
        host.Become(silo, number);
        await AdoptAsync(connection, transaction, dead, cancellationToken);
        return _isRegistered = true;
    }

    /// <summary>Adopts in-flight work of silos whose registrations were removed, and commits.</summary>
    private async ValueTask AdoptAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<SiloRow> dead, CancellationToken cancellationToken)
    {
        IReadOnlyList<QuarantinedLiveWrite> quarantined = [];
        if (dead.Count > 0)
        {
            quarantined = await Adoption.RunAsync(connection, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        if (dead.Count > 0)
        {
            LogAdopted(string.Join(", ", dead.Select(d => d.Description)));
        }

        foreach (var write in quarantined)
        {
            Telemetry.RealtimeEnded.Add(1, new KeyValuePair<string, object?>("status", "failed"));
            LogLiveWriteQuarantined(write.EpisodeUuid, write.TaskId);
        }
    }

    private DatabaseInUseException Refusal(List<SiloRow> others)
    {
        if (others.Find(o => o.Cluster is null) is { } alone)
        {
            return new DatabaseInUseException(
                $"Another server ingests from this database: {alone.Description}. Stop it first, or give this one a database of its own.");
        }

        if (others.Find(o => o.Cluster != cluster?.Value) is not { } silo)
        {
            return new DatabaseInUseException(
                "Another process ingests from this database. Stop it first, or give this one a database of its own.");
        }

        var what = cluster is null
            ? "one server by itself cannot work beside them"
            : $"a silo of the cluster '{cluster.Value}' cannot work beside them; all silos on a database have one ClusterId";
        return new DatabaseInUseException(
            $"Silos of the cluster '{silo.Cluster}' ingest from this database, one of them {silo.Description}: {what}. "
            + "Stop them first, or give this one a database of its own.");
    }

    /// <returns>False if this silo's registration is gone.</returns>
    private async ValueTask<bool> HeartbeatAsync(CancellationToken cancellationToken)
    {
        var connection = await ReconnectAsync(cancellationToken);
        var beating = LockAndLookAsync(connection, cancellationToken).AsTask();
        try
        {
            await beating.WaitAsync(HeartbeatTimeout, time, cancellationToken);
        }
        catch (Exception) when (!beating.IsCompleted)
        {
            // A cancel request would wait for the database once more: the connection is left with its pending operation,
            // both for a silent database and at the end of this process, which leaves on another connection.
            (_connection, _isLocked) = (null, false);
            _ = CloseAfterAsync(beating, connection);
            throw;
        }

        return await beating;
    }

    private async ValueTask<bool> LockAndLookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var isLocked = _isLocked || await TryLockAsync(connection, cancellationToken);
        if (!await SiloTable.IsRegisteredAsync(connection, host.Silo, cancellationToken))
        {
            return false;
        }

        return isLocked ? true : throw new TimeoutException("PostgreSQL has not ended this process's earlier session yet.");
    }

    private async ValueTask<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        _isLocked = await GuardLocks.TryTakeAsync(connection, cluster?.Value, cancellationToken);

    private async ValueTask<NpgsqlConnection> ReconnectAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(HeartbeatTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await ConnectAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The database cannot be connected to.", e);
        }
    }

    private static async Task CloseAfterAsync(Task operation, NpgsqlConnection connection)
    {
        await operation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }

    private async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: not ConnectionState.Open })
        {
            await CloseConnectionAsync(); // it has broken since its last use
        }

        return _connection ??= await database.Guards.OpenConnectionAsync(cancellationToken);
    }

    private async ValueTask CloseConnectionAsync()
    {
        _isLocked = false;
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
