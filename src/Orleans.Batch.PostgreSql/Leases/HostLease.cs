using System.Data;
using Npgsql;
using Orleans.Batch.Actors;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Leases;

/// <summary>
/// The lease row of the ingesting host. It runs out by the database's clock; it is also void as soon as its holder's
/// own connection is gone, so that a server killed a moment ago does not keep the next one waiting.
/// </summary>
public sealed class HostLease(Database database, InFlightMarkers markers, TimeProvider time) : IHostLease, IAsyncDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long the connection of a server that was killed may outlive it while PostgreSQL notices.</summary>
    private static readonly TimeSpan LastBreath = TimeSpan.FromSeconds(2);

    private const string Current =
        """
        SELECT h.holder, h.description, h.unclean_ends, h.expires_at = '-infinity' AS released,
               h.expires_at > sql_now() AND EXISTS (
                   SELECT FROM pg_stat_activity a WHERE a.pid = h.backend_pid AND a.backend_start = h.backend_start) AS alive
        FROM host_lease h WHERE h.name = 'ingest'
        """;

    private const string Take =
        """
        INSERT INTO host_lease AS h (name, holder, description, backend_pid, backend_start, expires_at, unclean_ends)
        SELECT 'ingest', $1, $2, a.pid, a.backend_start, sql_now() + interval '15 seconds', $3
        FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, description = excluded.description,
            backend_pid = excluded.backend_pid, backend_start = excluded.backend_start,
            expires_at = excluded.expires_at, unclean_ends = excluded.unclean_ends
        """;

    private readonly Guid _holder = Guid.NewGuid();
    private readonly string _description = $"process {Environment.ProcessId} on {Environment.MachineName}";
    private NpgsqlConnection? _connection;
    private bool _held;

    /// <inheritdoc/>
    public int UncleanEnds { get; private set; }

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

    private async ValueTask<bool> TryAcquireAsync(CancellationToken cancellationToken)
    {
        _connection = await database.Background.OpenConnectionAsync(cancellationToken);
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        await using (var gate = new NpgsqlCommand("LOCK TABLE host_lease IN EXCLUSIVE MODE", _connection))
        {
            await gate.ExecuteNonQueryAsync(cancellationToken);
        }

        UncleanEnds = await ReadUncleanEndsAsync(cancellationToken);
        await TakeAsync(cancellationToken);
        await markers.AdoptAsync(_connection, UncleanEnds, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return _held = true;
    }

    /// <inheritdoc/>
    public async Task WaitUntilLostAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(RenewEvery, time, cancellationToken);
            try
            {
                if (!await RenewAsync(cancellationToken))
                {
                    _held = false;
                    return;
                }
            }
            catch (Exception e) when (StoreFaults.IsTransient(e))
            {
                // Without the database nobody ingests, this host included; it is asked again with a new connection.
                await CloseConnectionAsync();
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
            _connection ??= await database.Background.OpenConnectionAsync(cancellationToken);
            await InFlightMarkers.ClearAsync(_connection, cancellationToken);
            await using var release = new NpgsqlCommand(
                "UPDATE host_lease SET expires_at = '-infinity', unclean_ends = 0 WHERE name = 'ingest' AND holder = $1",
                _connection);
            release.Parameters.Add(new() { Value = _holder });
            await release.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (StoreFaults.IsTransient(e))
        {
            // Then this end counts as unclean, which costs the next start a little watchfulness.
        }

        await CloseConnectionAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseConnectionAsync();

    private async ValueTask<int> ReadUncleanEndsAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Current, _connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken) || row.GetBoolean(3))
        {
            return 0;
        }

        if (row.GetBoolean(4) && row.GetGuid(0) != _holder)
        {
            throw new HostLeaseException(
                $"Another server ingests from this database: {row.GetString(1)}. Stop it first, or give this one a database of its own.");
        }

        return row.GetInt32(2) + 1;
    }

    private async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand(Take, _connection);
        take.Parameters.Add(new() { Value = _holder });
        take.Parameters.Add(new() { Value = _description });
        take.Parameters.Add(new() { Value = UncleanEnds });
        await take.ExecuteNonQueryAsync(cancellationToken);
    }

    private async ValueTask<bool> RenewAsync(CancellationToken cancellationToken)
    {
        if (_connection is { State: not ConnectionState.Open })
        {
            await CloseConnectionAsync(); // broken since the last renewal
        }

        _connection ??= await database.Background.OpenConnectionAsync(cancellationToken);
        await using var renew = new NpgsqlCommand(
            """
            UPDATE host_lease h SET expires_at = sql_now() + interval '15 seconds', backend_pid = a.pid, backend_start = a.backend_start
            FROM pg_stat_activity a WHERE a.pid = pg_backend_pid() AND h.name = 'ingest' AND h.holder = $1
            """,
            _connection);
        renew.Parameters.Add(new() { Value = _holder });
        return await renew.ExecuteNonQueryAsync(cancellationToken) == 1;
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
