using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Proposals;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// The transaction that adds items to their graphs. The first round trip locks the graphs, in key order as every
/// writer does, moves the cursors that are still where the reader saw them, and checks whether any endpoint subscribes to
/// items; the second writes the effects of the moved lanes.
/// </summary>
internal static class LaneCommit
{
    // A separate statement, so that its snapshot is younger than the locks. Lanes need no lock order: a process that
    // changes one holds its graph. The CASE prevents the planner from estimating how many lanes are open: by statistics from
    // before this batch there are none, and the plan for none reads every lane (22 s instead of 10 ms).
    private const string MoveCursors =
        $"""
        UPDATE lane l SET cursor = w.next, state = CASE WHEN w.next >= l.total THEN {Stored.LaneState.Ended} ELSE {Stored.LaneState.Open} END
        FROM unnest($1, $2, $3) AS w(lane_key, expected, next)
        WHERE l.lane_key = w.lane_key
          AND CASE WHEN w.next > w.expected THEN l.cursor = w.expected AND l.state = {Stored.LaneState.Open} END
        RETURNING l.lane_key
        """;

    /// <summary>Commits chunks of different lanes in one transaction.</summary>
    /// <returns>One outcome per chunk, in the same order.</returns>
    public static async ValueTask<CommitOutcome[]> CommitAsync(
        NpgsqlConnection connection, IReadOnlyList<ProcessedChunk> chunks, CommitLoop slot, CancellationToken cancellationToken)
    {
        // Chunks whose graph has changed or is gone are rare, and known only once the graphs are locked: then the
        // transaction restarts without them.
        var stale = new HashSet<long>();
        while (stale.Count < chunks.Count)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var fresh = chunks.Where(c => !stale.Contains(c.Chunk.LaneKey)).ToList();
            var facts = new FactCommit();
            foreach (var result in fresh.Where(c => !c.Chunk.Replaces).SelectMany(c => c.Results))
            {
                facts.Expect(result.Facts);
            }

            var (graphs, moved, anyWanted) = await LockAndMoveAsync(connection, fresh, facts, cancellationToken);
            var before = stale.Count;
            stale.UnionWith(fresh.Where(c => !IsFresh(c.Chunk, graphs)).Select(c => c.Chunk.LaneKey));
            if (stale.Count > before)
            {
                await transaction.RollbackAsync(cancellationToken);
                continue;
            }

            var effects = new CommitEffects(slot.Number, facts);
            long[] asked = anyWanted && moved.Count > 0 ? [.. fresh.Select(c => c.Chunk.BatchKey).Distinct()] : [];
            var events = new ItemEvents(
                asked.Length > 0 ? await WantedEvents.FindAsync(connection, asked, cancellationToken) : []);
            var winners = fresh.Where(c => moved.Contains(c.Chunk.LaneKey)).ToList();
            var stored = await StoredEpisodeRows.TakeAsync(
                connection, winners.Where(c => c.Chunk is { ExtractsStored: true, Replaces: false, Extraction: not ExtractionMode.Model }), cancellationToken);
            foreach (var chunk in winners)
            {
                effects.Add(chunk, graphs[chunk.Chunk.GraphKey].LastNumber, stored);
                events.Add(chunk);
            }

            if (effects.Lanes > 0)
            {
                await effects.WriteAsync(connection, cancellationToken);
            }

            foreach (var chunk in winners.Where(c => c.Chunk is { Replaces: true, Extraction: not ExtractionMode.Model }))
            {
                await ProposalCommit.RunAsync(
                    connection, chunk.Chunk.BatchKey, chunk.Chunk.GraphKey, slot.Number, chunk.Stated(), cancellationToken);
            }

            var shards = await events.WriteAsync(connection, slot.Queue.Shards, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await slot.Queue.WakeAsync(shards);
            effects.Report();
            return [.. chunks.Select(c =>
                moved.Contains(c.Chunk.LaneKey) ? CommitOutcome.Committed : CommitOutcome.Conflict)];
        }

        return [.. chunks.Select(_ => CommitOutcome.Conflict)];
    }

    private static bool IsFresh(LaneChunk chunk, Dictionary<long, LockedGraph> graphs) =>
        graphs.TryGetValue(chunk.GraphKey, out var graph) && graph.Epoch == chunk.GraphEpoch;

    private static async ValueTask<(Dictionary<long, LockedGraph> Graphs, HashSet<long> Moved, bool AnyWanted)>
        LockAndMoveAsync(NpgsqlConnection connection, List<ProcessedChunk> chunks, FactCommit facts, CancellationToken cancellationToken)
    {
        var lanes = new long[chunks.Count];
        var expected = new int[chunks.Count];
        var next = new int[chunks.Count];
        var graphKeys = new long[chunks.Count];
        for (var i = 0; i < lanes.Length; i++)
        {
            var chunk = chunks[i].Chunk;
            (lanes[i], expected[i], next[i], graphKeys[i]) =
                (chunk.LaneKey, chunk.Cursor, chunk.Cursor + chunk.Items.Count, chunk.GraphKey);
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(GraphRows.Lock(graphKeys));
        batch.BatchCommands.Add(new(MoveCursors)
        {
            Parameters =
            {
                GraphRows.Array([.. lanes], NpgsqlDbType.Bigint),
                GraphRows.Array([.. expected], NpgsqlDbType.Integer),
                GraphRows.Array([.. next], NpgsqlDbType.Integer),
            },
        });
        batch.BatchCommands.Add(new(WantedEvents.Any));
        facts.AddQueries(batch);
        var moved = new HashSet<long>(chunks.Count);
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var graphs = await GraphRows.ReadLockedAsync(row, cancellationToken);
        await row.NextResultAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            moved.Add(row.GetInt64(0));
        }

        await row.NextResultAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var anyWanted = row.GetBoolean(0);
        await facts.ReadAsync(row, cancellationToken);
        return (graphs, moved, anyWanted);
    }
}
