using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Ingestion;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>
/// The transaction that adds real-time episodes to their graphs. The first round trip locks the graphs, in key
/// order as every writer does, takes the episodes out of the queue that are still in it, and checks whether any endpoint
/// subscribes to them; the second writes the effects of those that were taken.
/// </summary>
internal static class RealtimeCommit
{
    // A separate statement, so that its snapshot is younger than the locks: episodes that the last holder took are gone,
    // and a changed epoch is visible.
    private const string TakeEpisodes =
        """
        DELETE FROM realtime_item i USING unnest($1, $2, $3) AS w(graph_key, epoch, position)
        WHERE i.graph_key = w.graph_key AND i.position = w.position
          AND EXISTS (SELECT FROM graph_state s WHERE s.graph_key = w.graph_key AND s.epoch = w.epoch)
        RETURNING i.position
        """;

    /// <summary>Commits chunks of different graphs in one transaction.</summary>
    /// <returns>One outcome per chunk, in the same order.</returns>
    public static async ValueTask<CommitOutcome[]> CommitAsync(
        NpgsqlConnection connection,
        IReadOnlyList<ProcessedRealtime> chunks,
        DeliveryQueue deliveries,
        WindowOptions windows,
        CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var facts = new FactCommit();
        foreach (var result in chunks.SelectMany(c => c.Results))
        {
            facts.Expect(result.Facts);
        }

        var (graphs, taken, anyWanted) = await LockAndTakeAsync(connection, chunks, facts, cancellationToken);
        var projects = chunks.Select(c => c.Chunk.ProjectKey).Distinct().ToArray();
        var wanted = await WantedEvents.OfEpisodesAsync(connection, anyWanted ? projects : [], cancellationToken);
        var events = new ItemEvents([]);
        var effects = new RealtimeEffects(facts, windows);
        foreach (var chunk in chunks)
        {
            var results = chunk.Chunk.Episodes.Zip(chunk.Results).Where(e => taken.Contains(e.First.Position)).ToList();
            effects.Add(chunk.Chunk, results, graphs.GetValueOrDefault(chunk.Chunk.GraphKey).LastNumber);
            if (wanted.Contains(chunk.Chunk.ProjectKey))
            {
                events.Add(chunk.Chunk.ProjectKey, chunk.Chunk.GraphKey, results.Select(r => r.Second));
            }
        }

        await effects.WriteAsync(connection, cancellationToken);
        var shards = await events.WriteAsync(connection, deliveries.Shards, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await deliveries.WakeAsync(shards);
        effects.Report();
        return [.. chunks.Select(c =>
            c.Chunk.Episodes.All(e => taken.Contains(e.Position)) ? CommitOutcome.Committed : CommitOutcome.Conflict)];
    }

    private static async ValueTask<(Dictionary<long, LockedGraph> Graphs, HashSet<long> Taken, bool AnyWanted)> LockAndTakeAsync(
        NpgsqlConnection connection, IReadOnlyList<ProcessedRealtime> chunks, FactCommit facts, CancellationToken cancellationToken)
    {
        var episodes = chunks.SelectMany(c => c.Chunk.Episodes.Select(e => (c.Chunk.GraphKey, c.Chunk.GraphEpoch, e.Position))).ToList();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(GraphRows.Lock(chunks.Select(c => c.Chunk.GraphKey)));
        batch.BatchCommands.Add(new(TakeEpisodes)
        {
            Parameters =
            {
                GraphRows.Array(episodes.ConvertAll(e => e.GraphKey), NpgsqlDbType.Bigint),
                GraphRows.Array(episodes.ConvertAll(e => e.GraphEpoch), NpgsqlDbType.Integer),
                GraphRows.Array(episodes.ConvertAll(e => e.Position), NpgsqlDbType.Bigint),
            },
        });
        batch.BatchCommands.Add(new(WantedEvents.Any));
        facts.AddQueries(batch);
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var graphs = await GraphRows.ReadLockedAsync(row, cancellationToken);
        await row.NextResultAsync(cancellationToken);
        var taken = new HashSet<long>();
        while (await row.ReadAsync(cancellationToken))
        {
            taken.Add(row.GetInt64(0));
        }

        await row.NextResultAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var anyWanted = row.GetBoolean(0);
        await facts.ReadAsync(row, cancellationToken);
        return (graphs, taken, anyWanted);
    }
}
