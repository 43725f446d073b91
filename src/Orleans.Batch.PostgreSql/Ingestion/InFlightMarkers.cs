using System.Collections.Concurrent;
using Npgsql;
using Orleans.Batch.PostgreSql.Leases;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Finds the item that kills the process. For a day after an unclean end all hosts note, before working on them, which
/// lanes are in flight. Each crash has another host (or the next start) adopt those lanes and look closer: first they
/// run one item at a time, then the items that were in flight again run with nothing else beside them, and one that was
/// alone in flight at two crashes is set aside as failed. While all ends are clean, nothing is noted.
/// </summary>
public sealed class InFlightMarkers(Database database, IngestHost host)
{
    /// <summary>How many items of a suspect lane run one at a time: as many as one chunk can hold.</summary>
    private const int SuspectItems = 2_000;

    /// <summary>From so many adoptions on, nothing else is in flight beside the item: the next crash is about it.</summary>
    private const int AloneFrom = 2;

    /// <summary>At so many adoptions the item is set aside: two of them alone, since one could be a chance kill.</summary>
    private const int SetAsideAt = 4;

    private const string OfTheDead = "NOT EXISTS (SELECT FROM ingest_host h WHERE h.holder = in_flight.holder)";

    // The lane's cursor tells whether an item was still in flight: a note is removed with the next one only.
    // What was in flight before its lane was known to be suspect counts once only: it tells of no item by itself.
    // A host that was stopped, not dead, may still hold the item: moving the graph's epoch makes its commit fail.
    private static readonly string[] Adoption =
    [
        "UPDATE ingest_state SET unclean_ends = unclean_ends + 1, unclean_at = sql_now()",
        "DELETE FROM suspect_lane s WHERE NOT EXISTS (SELECT FROM lane l WHERE l.lane_key = s.lane_key AND l.state = 0 AND l.cursor < s.until_position)",
        $"""
        INSERT INTO suspect_lane AS s (lane_key, adoptions, until_position)
        SELECT l.lane_key, 1, min(coalesce(f.item_position + 1, l.cursor + {SuspectItems}))
        FROM (SELECT unnest(lane_keys) AS lane_key, item_position FROM in_flight WHERE {OfTheDead}) f JOIN lane l USING (lane_key)
        WHERE l.state = 0 AND coalesce(f.item_position, l.cursor) = l.cursor
        GROUP BY l.lane_key
        ON CONFLICT (lane_key) DO UPDATE SET
            adoptions = s.adoptions + CASE WHEN EXISTS (
                SELECT FROM in_flight WHERE s.lane_key = ANY (lane_keys) AND item_position IS NOT NULL AND {OfTheDead}) THEN 1 ELSE 0 END,
            until_position = least(s.until_position, excluded.until_position)
        """,
        $"DELETE FROM in_flight WHERE {OfTheDead}",

        // By itself: the next statement must see what those did who held them. Whoever took the lane up meanwhile may
        // have got past the item.
        $"""
        SELECT FROM graph_state WHERE graph_key IN (
            SELECT l.graph_key FROM suspect_lane s JOIN lane l ON l.lane_key = s.lane_key AND l.state = 0
            WHERE s.adoptions >= {SetAsideAt})
        ORDER BY graph_key FOR UPDATE
        """,
        $"""
        WITH killer AS (
            SELECT l.graph_key, i.batch_key, i.sequence, s.adoptions
            FROM suspect_lane s
            JOIN lane l ON l.lane_key = s.lane_key AND l.state = 0 AND l.cursor < s.until_position
            JOIN lane_item i ON i.lane_key = l.lane_key AND i.position = l.cursor
            WHERE s.adoptions >= {SetAsideAt}),
        overtaken AS (
            UPDATE graph_state SET epoch = epoch + 1 WHERE graph_key IN (SELECT graph_key FROM killer)),
        aside AS (
            INSERT INTO item_outcome (batch_key, sequence, status, code, message, retryable, attempts)
            SELECT batch_key, sequence, 4, '{ErrorCodes.Poison}',
                   'the process died each time this item was worked on, so it was set aside; look at its content before sending it again',
                   false, adoptions
            FROM killer ON CONFLICT DO NOTHING RETURNING batch_key)
        INSERT INTO batch_progress AS p (batch_key, slot, failed)
        SELECT batch_key, 101, count(*) FROM aside GROUP BY batch_key
        ON CONFLICT (batch_key, slot) DO UPDATE SET failed = p.failed + excluded.failed
        """,
        $"DELETE FROM suspect_lane WHERE adoptions >= {SetAsideAt}",
    ];

    private readonly ConcurrentQueue<long> _done = new();
    private volatile bool _watching;

    /// <summary>Whether lanes in flight are noted: some host ended uncleanly not long ago.</summary>
    internal bool Watching
    {
        get => _watching;
        set => _watching = value;
    }

    /// <summary>Takes over what hosts had in flight whose rows are gone, because they died.</summary>
    /// <param name="connection">Inside the transaction that has removed their rows, with all others kept out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async ValueTask AdoptAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var sql in Adoption)
        {
            batch.BatchCommands.Add(new(sql));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How carefully a lane's next item is to be run.</summary>
    internal static Suspicion Judge(LaneHead lane) =>
        lane.Suspect is not { } suspect || lane.Cursor >= suspect.Until ? Suspicion.None
        : suspect.Adoptions >= AloneFrom ? Suspicion.Alone
        : Suspicion.OneByOne;

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

        try
        {
            return new Marker(this, await NoteAsync(lanes, finished, cancellationToken), lanes.Count);
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
        batch.BatchCommands.Add(new("INSERT INTO in_flight (lane_keys, item_position, holder) VALUES ($1, $2, $3) RETURNING marker_key")
        {
            Parameters =
            {
                new() { Value = lanes.Select(l => l.LaneKey).ToArray() },
                new()
                {
                    Value = lanes.Count == 1 && Judge(lanes[0]) != Suspicion.None ? lanes[0].Cursor : DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer,
                },
                new() { Value = host.Holder },
            },
        });
        var marker = (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
        await transaction.CommitAsync(cancellationToken);
        return marker;
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

/// <summary>How carefully a lane's next item is run.</summary>
internal enum Suspicion
{
    /// <summary>In chunks, like everything.</summary>
    None,

    /// <summary>By itself in its lane.</summary>
    OneByOne,

    /// <summary>With nothing else in flight in its host.</summary>
    Alone,
}
