using System.Collections.Concurrent;
using Npgsql;
using Orleans.Batch.PostgreSql.Guard;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Finds the item that kills the process. For a day after an unclean end all hosts note, before working on them, which
/// lanes are in flight. Each crash has another host (or the next start) adopt those lanes and look closer
/// (<see cref="Adoption"/>). While all ends are clean, nothing is noted.
/// </summary>
public sealed class InFlightMarkers(Database database, IngestHost host)
{
    private readonly ConcurrentQueue<long> _done = new();
    private volatile bool _watching;

    /// <summary>Of all that is in flight in this process, live writes included.</summary>
    internal SharedExclusiveGate Gate { get; } = new();

    /// <summary>Whether lanes in flight are noted: some host ended uncleanly not long ago.</summary>
    internal bool Watching
    {
        get => _watching;
        set => _watching = value;
    }

    /// <summary>How carefully a lane's next item is to be run.</summary>
    internal static SuspicionLevel GetLevel(LaneHead lane) => CrashSuspect.GetLevel(lane.CrashSuspect, lane.Cursor);

    /// <summary>Lets lanes in flight that are about to be worked on, once there is room for them, and notes them if that is to be.</summary>
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
            // Their notes still stand: without this, the next crash would suspect lanes that are long done.
            finished.ForEach(_done.Enqueue);
            throw;
        }
    }

    private async ValueTask<long> NoteAsync(
        IReadOnlyList<LaneHead> lanes, List<long> finished, CancellationToken cancellationToken)
    {
        // A crash of this process is what the note is for: it need not survive one of the database.
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

    /// <summary>Lanes in flight, and the note of them.</summary>
    internal sealed class Marker(InFlightMarkers markers, long? note, int lanes)
    {
        private int _open = lanes;

        /// <summary>One of the lanes is done with; after the last one the note is removed with the next.</summary>
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
