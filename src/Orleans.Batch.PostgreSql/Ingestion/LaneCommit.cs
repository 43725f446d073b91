using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// The transaction that makes items part of their graphs. The first round trip locks the graphs, in key order as every
/// writer does, and moves the cursors that still stand where the reader saw them; the second writes the effects of
/// those that moved.
/// </summary>
internal static class LaneCommit
{
    private const string LockGraphs =
        "SELECT graph_key, last_number FROM graph_state WHERE graph_key = ANY($1) ORDER BY graph_key FOR NO KEY UPDATE";

    // A statement of its own, so that its snapshot is younger than the locks. Lanes need no lock order: whoever
    // touches one holds its graph. The CASE keeps the planner from judging how many lanes are open: by statistics from
    // before this batch there are none, and the plan for none reads every lane there is (22 s were seen for 10 ms).
    private const string MoveCursors =
        """
        UPDATE lane l SET cursor = w.next, state = CASE WHEN w.next >= l.total THEN 1 ELSE 0 END
        FROM unnest($1, $2, $3, $4, $5) AS w(lane_key, expected, next, graph_key, epoch)
        WHERE l.lane_key = w.lane_key
          AND CASE WHEN w.next > w.expected THEN l.cursor = w.expected AND l.state = 0 END
          AND EXISTS (SELECT FROM graph_state s WHERE s.graph_key = w.graph_key AND s.epoch = w.epoch)
        RETURNING l.lane_key
        """;

    /// <summary>Commits chunks of different lanes in one transaction.</summary>
    /// <returns>One outcome per chunk, in the same order.</returns>
    public static async ValueTask<CommitOutcome[]> CommitAsync(
        NpgsqlConnection connection, IReadOnlyList<ProcessedChunk> chunks, short slot, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (numbers, moved) = await LockAndMoveAsync(connection, chunks, cancellationToken);
        var outcomes = new CommitOutcome[chunks.Count];
        var effects = new CommitEffects(slot);
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = moved.Contains(chunks[i].Chunk.LaneKey) ? CommitOutcome.Committed : CommitOutcome.Overtaken;
            if (outcomes[i] == CommitOutcome.Committed)
            {
                effects.Add(chunks[i], numbers[chunks[i].Chunk.GraphKey]);
            }
        }

        if (effects.Lanes > 0)
        {
            await effects.WriteAsync(connection, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        effects.Report();
        return outcomes;
    }

    private static async ValueTask<(Dictionary<long, long> Numbers, HashSet<long> Moved)> LockAndMoveAsync(
        NpgsqlConnection connection, IReadOnlyList<ProcessedChunk> chunks, CancellationToken cancellationToken)
    {
        var lanes = new long[chunks.Count];
        var expected = new int[chunks.Count];
        var next = new int[chunks.Count];
        var graphs = new long[chunks.Count];
        var epochs = new int[chunks.Count];
        for (var i = 0; i < lanes.Length; i++)
        {
            var chunk = chunks[i].Chunk;
            (lanes[i], expected[i], next[i], graphs[i], epochs[i]) =
                (chunk.LaneKey, chunk.Cursor, chunk.Cursor + chunk.Items.Count, chunk.GraphKey, chunk.GraphEpoch);
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(LockGraphs) { Parameters = { Array(graphs) } });
        batch.BatchCommands.Add(new(MoveCursors)
        {
            Parameters = { Array(lanes), Array(expected), Array(next), Array(graphs), Array(epochs) },
        });
        var numbers = new Dictionary<long, long>(chunks.Count);
        var moved = new HashSet<long>(chunks.Count);
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            numbers.Add(row.GetInt64(0), row.GetInt64(1));
        }

        await row.NextResultAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            moved.Add(row.GetInt64(0));
        }

        return (numbers, moved);
    }

    private static NpgsqlParameter Array(long[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    private static NpgsqlParameter Array(int[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
}
