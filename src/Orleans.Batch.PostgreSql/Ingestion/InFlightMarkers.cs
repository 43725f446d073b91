using System.Collections.Concurrent;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Finds the item that kills the process. After an unclean end the host notes, before working on them, which lanes are
/// in flight; the next crash makes those lanes suspects, which run one item at a time with a note of that item; the
/// crash after that names the item, which is set aside as failed. While all ends are clean, nothing is noted.
/// </summary>
public sealed class InFlightMarkers(Database database)
{
    /// <summary>How many items of a suspect lane run one at a time: as many as one chunk can hold.</summary>
    private const int SuspectItems = 2_000;

    private readonly ConcurrentDictionary<long, int> _suspects = [];
    private readonly ConcurrentQueue<long> _done = new();
    private bool _watching;

    /// <summary>Takes over what an earlier host left, at the start of this one.</summary>
    /// <param name="connection">Inside the transaction that takes the host lease.</param>
    /// <param name="uncleanEnds">How many ends in a row were not clean.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async ValueTask AdoptAsync(NpgsqlConnection connection, int uncleanEnds, CancellationToken cancellationToken)
    {
        _watching = uncleanEnds > 0;
        _suspects.Clear();
        await using var batch = new NpgsqlBatch(connection);

        // An item that was alone in flight at the crash, and whose lane still stands on it, is the one.
        batch.BatchCommands.Add(new(
            """
            WITH killer AS (
                SELECT i.batch_key, i.sequence, s.adoptions
                FROM in_flight f
                JOIN lane l ON l.lane_key = f.lane_keys[1] AND l.cursor = f.item_position AND l.state = 0
                JOIN lane_item i ON i.lane_key = l.lane_key AND i.position = f.item_position
                JOIN suspect_lane s ON s.lane_key = l.lane_key
                WHERE f.item_position IS NOT NULL),
            aside AS (
                INSERT INTO item_outcome (batch_key, sequence, status, code, message, retryable, attempts)
                SELECT batch_key, sequence, 4, 'poison',
                       'the process died each time this item was worked on, so it was set aside; look at its content before sending it again',
                       false, adoptions + 1
                FROM killer ON CONFLICT DO NOTHING RETURNING batch_key)
            INSERT INTO batch_progress AS p (batch_key, slot, failed)
            SELECT batch_key, 101, count(*) FROM aside GROUP BY batch_key
            ON CONFLICT (batch_key, slot) DO UPDATE SET failed = p.failed + excluded.failed
            """));
        batch.BatchCommands.Add(new(
            $"""
            INSERT INTO suspect_lane AS s (lane_key, adoptions, until_position)
            SELECT l.lane_key, 1, l.cursor + {SuspectItems}
            FROM (SELECT DISTINCT unnest(lane_keys) AS lane_key FROM in_flight) f JOIN lane l USING (lane_key)
            WHERE l.state = 0
            ON CONFLICT (lane_key) DO UPDATE SET adoptions = s.adoptions + 1
            """));
        batch.BatchCommands.Add(new("DELETE FROM in_flight"));
        batch.BatchCommands.Add(new(
            "DELETE FROM suspect_lane s WHERE NOT EXISTS (SELECT FROM lane l WHERE l.lane_key = s.lane_key AND l.state = 0 AND l.cursor < s.until_position)"));
        batch.BatchCommands.Add(new("SELECT lane_key, until_position FROM suspect_lane"));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            _suspects[row.GetInt64(0)] = row.GetInt32(1);
        }
    }

    /// <summary>Forgets everything, at a clean end.</summary>
    internal static async ValueTask ClearAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("DELETE FROM in_flight"));
        batch.BatchCommands.Add(new("DELETE FROM suspect_lane"));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether a lane runs one item at a time from here.</summary>
    internal bool IsSuspect(long laneKey, int cursor) =>
        _suspects.TryGetValue(laneKey, out var until) && cursor < until;

    /// <summary>Notes lanes about to be worked on; null when nothing has to be noted.</summary>
    internal async ValueTask<Marker?> BeginAsync(IReadOnlyList<LaneHead> lanes, CancellationToken cancellationToken)
    {
        if (!_watching)
        {
            return null;
        }

        var finished = new List<long>();
        while (_done.TryDequeue(out var key))
        {
            finished.Add(key);
        }

        // A crash of this process is what the note is for: it need not survive one of the database.
        await using var connection = await database.Ingestion.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("SET LOCAL synchronous_commit = off"));
        batch.BatchCommands.Add(new("DELETE FROM in_flight WHERE marker_key = ANY($1)")
        {
            Parameters = { new() { Value = finished.ToArray() } },
        });
        batch.BatchCommands.Add(new("INSERT INTO in_flight (lane_keys, item_position) VALUES ($1, $2) RETURNING marker_key")
        {
            Parameters =
            {
                new() { Value = lanes.Select(l => l.LaneKey).ToArray() },
                new()
                {
                    Value = lanes.Count == 1 && IsSuspect(lanes[0].LaneKey, lanes[0].Cursor) ? lanes[0].Cursor : DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer,
                },
            },
        });
        var marker = (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return new Marker(this, marker, lanes.Count);
    }

    /// <summary>A note of lanes in flight.</summary>
    internal sealed class Marker(InFlightMarkers markers, long key, int lanes)
    {
        private int _open = lanes;

        /// <summary>One of the lanes is done with; after the last one the note is removed with the next.</summary>
        public void LaneDone()
        {
            if (Interlocked.Decrement(ref _open) == 0)
            {
                markers._done.Enqueue(key);
            }
        }
    }
}
