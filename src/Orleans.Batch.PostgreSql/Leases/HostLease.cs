using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Leases;

/// <summary>
/// This process's row among the ingesting hosts: one one-process server has a database, or the silos of one cluster
/// (<see cref="ClusterName"/>). A row runs out by the database's clock, and keeps nobody out once its holder's own
/// connection is gone, so that a server killed a moment ago does not keep the next one waiting. Silos look after each
/// other: whoever finds another dead adopts what it had in flight.
/// </summary>
public sealed partial class HostLease(
    Database database,
    IngestHost host,
    TimeProvider time,
    ILogger<HostLease> logger,
    ClusterName? cluster = null) : IHostLease, IAsyncDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryRenewal = TimeSpan.FromSeconds(1);

    /// <summary>How long connecting, and a renewal, may take: a network that has fallen silent is noticed by nothing else.</summary>
    private static readonly TimeSpan RenewalPatience = TimeSpan.FromSeconds(8);

    /// <summary>What each renewal grants, by the database's clock.</summary>
    private static readonly TimeSpan RunsOutAfter = TimeSpan.FromSeconds(15);

    /// <summary>
    /// For so long a host must have renewed without a failure before it calls another dead: when all have lost the
    /// database, the first to have it back must not bury the others.
    /// </summary>
    private static readonly TimeSpan Sureness = TimeSpan.FromSeconds(15);

    /// <summary>How long the connection of a server that was killed may outlive it while PostgreSQL notices.</summary>
    private static readonly TimeSpan LastBreath = TimeSpan.FromSeconds(2);

    private readonly string _description = $"process {Environment.ProcessId} on {Environment.MachineName}";
    private NpgsqlConnection? _connection;
    private bool _held;
    private volatile LeaseReach _reach;

    /// <inheritdoc/>
    public LeaseReach Reach => _reach;

    /// <inheritdoc/>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await StoreFaults.Translate(() => TryAcquireAsync(cancellationToken));
                return;
            }
            catch (HostLeaseException) when (time.GetElapsedTime(began) < LastBreath)
            {
                await CloseConnectionAsync();
                await Task.Delay(LastBreath / 10, time, cancellationToken);
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
        var (renewed, failures) = (since, 0);
        while (true)
        {
            await Task.Delay(failures == 0 ? RenewEvery : RetryRenewal, time, cancellationToken);
            try
            {
                if (!await KeepAsync(time.GetElapsedTime(since) >= Sureness, cancellationToken))
                {
                    _held = false;
                    return;
                }

                (renewed, failures) = (time.GetTimestamp(), 0);
                _reach = time.GetElapsedTime(since) >= Sureness ? LeaseReach.Sure : LeaseReach.Unsure;
            }
            catch (Exception e) when (StoreFaults.IsTransient(e) || _connection is { State: not ConnectionState.Open })
            {
                // One that breaks between the look at it and the statement is reported by the driver as misuse, not as a fault.
                // Without the database nobody ingests, this host included; it is asked again with a new connection.
                await CloseConnectionAsync();
                (since, failures) = (time.GetTimestamp(), failures + 1);
                _reach = failures > 1 && time.GetElapsedTime(renewed) >= RunsOutAfter ? LeaseReach.Lost : LeaseReach.Unsure;
            }
        }
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (!_held)
        {
            return;
        }

        _held = false;
        try
        {
            await HostTable.LeaveAsync(await ConnectAsync(cancellationToken), host.Holder, cancellationToken);
        }
        catch (Exception e) when (StoreFaults.IsTransient(e))
        {
            // Then this end counts as unclean, which costs the next start a little watchfulness.
        }

        await CloseConnectionAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseConnectionAsync();

    private async ValueTask<bool> TryAcquireAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var others = await HostTable.LockAsync(connection, host.Holder, cancellationToken);
        HostRules.RequireRoom(others, cluster?.Value);
        var dead = others.Where(o => HostRules.IsToBeAdopted(o, cluster?.Value)).ToList();
        var number = HostRules.LowestFree(others.Except(dead));
        var holder = Guid.NewGuid();
        await HostTable.BuryAsync(connection, dead, cancellationToken);
        await HostTable.RemoveAsync(connection, host.Holder, cancellationToken);
        await HostTable.TakeAsync(connection, number, holder, cluster?.Value, _description, cancellationToken);
        var aside = await AdoptAsync(connection, dead, cancellationToken);
        host.Become(holder, number); // before it is known to be so: a repeat after a lost answer finds its own row
        await transaction.CommitAsync(cancellationToken);
        Report(dead, aside);
        return _held = true;
    }

    /// <returns>False when the database is another's now.</returns>
    private async ValueTask<bool> KeepAsync(bool sure, CancellationToken cancellationToken)
    {
        var connection = await ReconnectAsync(cancellationToken);
        if (await RenewAsync(connection, cancellationToken) is { } anyDead)
        {
            if (cluster is not null && anyDead && sure)
            {
                await WaitForAsync(AdoptDeadAsync(connection, cancellationToken), connection, Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return true;
        }

        if (cluster is null)
        {
            return false;
        }

        // Nothing is lost by it: what others have done since is behind the fence.
        try
        {
            await TryAcquireAsync(cancellationToken);
            LogTakenForDead();
            return true;
        }
        catch (HostLeaseException)
        {
            return false;
        }
    }

    private async ValueTask<NpgsqlConnection> ReconnectAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(RenewalPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await ConnectAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The database cannot be connected to.", e);
        }
    }

    private async ValueTask<bool?> RenewAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var renewing = HostTable.RenewAsync(connection, host.Holder, cancellationToken).AsTask();
        await WaitForAsync(renewing, connection, RenewalPatience, cancellationToken);
        return await renewing;
    }

    // Asking the database to break off would wait for it once more: the connection is left alone with what is under way
    // on it, by a silent database as by the end of this host, which gives the lease back on another one.
    private async ValueTask WaitForAsync(Task operation, NpgsqlConnection connection, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await operation.WaitAsync(patience, time, cancellationToken);
        }
        catch (Exception) when (!operation.IsCompleted)
        {
            _connection = null;
            _ = CloseAfterAsync(operation, connection);
            throw;
        }
    }

    private static async Task CloseAfterAsync(Task operation, NpgsqlConnection connection)
    {
        await operation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }

    private async Task AdoptDeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var others = await HostTable.LockAsync(connection, host.Holder, cancellationToken);
        var dead = others.Where(o => o.Dead).ToList();
        await HostTable.BuryAsync(connection, dead, cancellationToken);
        var aside = await AdoptAsync(connection, dead, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Report(dead, aside);
    }

    private static async ValueTask<IReadOnlyList<LiveWriteSetAside>> AdoptAsync(
        NpgsqlConnection connection, List<HostRow> dead, CancellationToken cancellationToken) =>
        dead.Count > 0 ? await Adoption.RunAsync(connection, cancellationToken) : [];

    private void Report(List<HostRow> dead, IReadOnlyList<LiveWriteSetAside> aside)
    {
        if (dead.Count > 0)
        {
            LogAdopted(string.Join(", ", dead.Select(d => d.Description)));
        }

        foreach (var write in aside)
        {
            Telemetry.RealtimeEnded.Add(1, new KeyValuePair<string, object?>("status", "failed"));
            LogLiveWriteSetAside(write.EpisodeUuid, write.TaskId);
        }
    }

    private async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: not ConnectionState.Open })
        {
            await CloseConnectionAsync(); // broken since it was last used
        }

        return _connection ??= await database.Background.OpenConnectionAsync(cancellationToken);
    }

    private async ValueTask CloseConnectionAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
