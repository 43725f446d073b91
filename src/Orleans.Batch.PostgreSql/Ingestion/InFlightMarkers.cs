using System.Collections.Concurrent;
using Npgsql;
using Orleans.Batch.PostgreSql.Guard;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Finds the item that crashes the process. For a day after an unclean end all hosts record which lanes are in
/// flight before they work on them. After a crash another host (or the next start) adopts those lanes and checks them more closely
/// (<see cref="Adoption"/>). While all ends are clean, nothing is recorded.
/// </summary>
public sealed class InFlightMarkers(Database database, IngestHost host)
{
    private readonly ConcurrentQueue<long> _done = new();
    private volatile bool _watching;

    /// <summary>Guards all in-flight work of this process, including live writes.</summary>
    internal SharedExclusiveGate Gate { get; } = new();

    /// <summary>Whether lanes in flight are recorded: some host ended uncleanly not long ago.</summary>
    internal bool Watching
    {
        get => _watching;
        set => _watching = value;
    }

    /// <summary>How carefully a lane's next item must be run.</summary>
    internal static SuspicionLevel GetLevel(LaneHead lane) => CrashSuspect.GetLevel(lane.CrashSuspect, lane.Cursor);

    /// <summary>Admits lanes that are about to be worked on, once there is room for them, and records them if required.</summary>
    internal async ValueTask<Marker> BeginAsync(IReadOnlyList<LaneHead> lanes, CancellationToken cancellationToken)
    {
        await Gate.EnterAsync(lanes.Any(l => GetLevel(l) == SuspicionLevel.Alone), cancellationToken);
        try
        {
            return new Marker(this, _watching ? await NoteAsync(lanes, cancellationToken) : null, lanes.Count);
        }
        catch
        {
            Gate.Leave();
            throw;
        }
    }

    private async ValueTask<long> NoteAsync(IReadOnlyList<LaneHead> lanes, CancellationToken cancellationToken)
    {
        var finished = new List<long>();
        while (_done.TryDequeue(out var key))
        {
            finished.Add(key);
        }

        try
        {
            return await NoteAsync(lanes, finished, cancellationToken);
        }
        catch
        {
            // Their records still exist: without this, the next crash would suspect lanes that are long done.
            finished.ForEach(_done.Enqueue);
            throw;
        }
    }

    private async ValueTask<long> NoteAsync(
        IReadOnlyList<LaneHead> lanes, List<long> finished, CancellationToken cancellationToken)
    {
        // The record is for a crash of this process: it need not survive one of the database.
        await using var connection = await database.Ingestion.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("SET LOCAL synchronous_commit = off"));
        batch.BatchCommands.Add(new("DELETE FROM in_flight WHERE marker_key = ANY($1)")
        {
            Parameters = { new() { Value = finished.ToArray() } },
        });
        batch.BatchCommands.Add(new("INSERT INTO in_flight (lane_keys, item_position, silo) VALUES ($1, $2, $3) RETURNING marker_key")
        {
            Parameters =
            {
                new() { Value = lanes.Select(l => l.LaneKey).ToArray() },
                new()
                {
                    Value = lanes.Count == 1 && GetLevel(lanes[0]) != SuspicionLevel.None ? lanes[0].Cursor : DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer,
                },
                new() { Value = host.Silo },
            },
        });
        var marker = (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return marker;
    }

    /// <summary>Lanes in flight, and their record.</summary>
    internal sealed class Marker(InFlightMarkers markers, long? note, int lanes)
    {
        private int _open = lanes;

        /// <summary>Completes one of the lanes; after the last one, the next write of records removes this one.</summary>
        public void LaneDone()
        {
            if (Interlocked.Decrement(ref _open) > 0)
            {
                return;
            }

            markers.Gate.Leave();
            if (note is { } key)
            {
                markers._done.Enqueue(key);
            }
        }
    }
}
