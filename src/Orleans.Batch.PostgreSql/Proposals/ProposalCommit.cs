using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Proposals;

/// <summary>
/// Writes the new facts of episodes that a batch extracts again, and how they differ from the old ones, in a transaction that has
/// locked their graph and moved the batch's fence. Nothing in the graph changes.
/// </summary>
internal static class ProposalCommit
{
    // Without episodes that were deleted.
    private const string SelectEpisodes =
        $"""
        SELECT e.episode_uuid, e.number, e.reference_time, d.batch_key IS NULL
        FROM unnest($2::uuid[]) w(episode_uuid)
        CROSS JOIN LATERAL (SELECT * FROM graph_episode
                            WHERE graph_key = $1 AND episode_uuid = w.episode_uuid
                              AND extraction <> {StoredExtraction.WrittenNumber} LIMIT 1) e
        CROSS JOIN LATERAL (SELECT batch_key FROM episode_data WHERE episode_uuid = w.episode_uuid LIMIT 1) d
        """;

    private const string AddEpisodes =
        """
        INSERT INTO proposed_episode (batch_key, graph_key, episode_uuid, number, facts)
        SELECT $1, $2, w.* FROM unnest($3, $4, $5) w
        """;

    // As nodes are named (NodeChanges): by the earliest episode, with the labels of all.
    private const string AddNodes =
        """
        INSERT INTO proposed_node AS p (batch_key, graph_key, node_uuid, name, named_at, named_ord, labels)
        SELECT $1, $2, w.id, w.name, w.at, w.ord, string_to_array(w.labels, E'\n') FROM unnest($3, $4, $5, $6, $7) w(id, name, at, ord, labels)
        ON CONFLICT (batch_key, graph_key, node_uuid) DO UPDATE SET
            name = CASE WHEN (excluded.named_at, excluded.named_ord) < (p.named_at, p.named_ord) THEN excluded.name ELSE p.name END,
            named_ord = CASE WHEN (excluded.named_at, excluded.named_ord) < (p.named_at, p.named_ord) THEN excluded.named_ord ELSE p.named_ord END,
            named_at = least(excluded.named_at, p.named_at),
            labels = ARRAY(SELECT DISTINCT l COLLATE "C" FROM unnest(p.labels || excluded.labels) l ORDER BY 1)
        """;

    private const string AddProgress =
        """
        INSERT INTO batch_progress AS p (batch_key, slot, facts, proposed, facts_added, facts_removed, facts_changed, facts_unchanged)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (batch_key, slot) DO UPDATE SET
            facts = p.facts + excluded.facts, proposed = p.proposed + excluded.proposed,
            facts_added = p.facts_added + excluded.facts_added, facts_removed = p.facts_removed + excluded.facts_removed,
            facts_changed = p.facts_changed + excluded.facts_changed, facts_unchanged = p.facts_unchanged + excluded.facts_unchanged
        """;

    /// <summary>Writes the proposal of some episodes of one graph.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="batchKey">The batch.</param>
    /// <param name="graphKey">The graph.</param>
    /// <param name="slot">The slot of the batch's progress.</param>
    /// <param name="facts">What the episodes state.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    public static async ValueTask RunAsync(
        NpgsqlConnection connection,
        long batchKey,
        long graphKey,
        short slot,
        IReadOnlyDictionary<Guid, ResolvedFacts> facts,
        CancellationToken cancellationToken)
    {
        var places = await connection
            .Statement(SelectEpisodes, graphKey, facts.Keys.ToArray())
            .RowsAsync(r => EpisodePlace.Read(graphKey, r), cancellationToken);
        if (places.Count == 0)
        {
            return;
        }

        var names = new Dictionary<Guid, string>();
        var stored = await EpisodeAssertions.ReadAsync(
            connection, graphKey, places.ConvertAll(p => p.Number), names, cancellationToken);
        var changes = new FactChangeRows(batchKey, graphKey);
        var unchanged = 0L;
        foreach (var place in places.OrderBy(p => p.ReferenceTime).ThenBy(p => p.Number))
        {
            var stated = facts[place.Episode];
            var differences = EpisodeReplacement.Plan([.. stored[place.Number]], stated.Assertions).Compare();
            var spelled = stated.Nodes.ToDictionary(n => n.Id, n => n.Name);
            changes.Add(place, differences, id => names[id], id => spelled.GetValueOrDefault(id) ?? names[id]);
            unchanged += differences.Unchanged;
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(EpisodesCommand(batchKey, graphKey, places, facts));
        batch.BatchCommands.Add(NodesCommand(batchKey, graphKey, places, facts));
        changes.AddTo(batch);
        batch.BatchCommands.Add(new(AddProgress)
        {
            Parameters =
            {
                new() { Value = batchKey },
                new() { Value = slot },
                new() { Value = places.Sum(p => (long)facts[p.Episode].Assertions.Count) },
                new() { Value = places.Count },
                new() { Value = changes.Count(FactChangeKind.Added) },
                new() { Value = changes.Count(FactChangeKind.Removed) },
                new() { Value = changes.Count(FactChangeKind.Changed) },
                new() { Value = unchanged },
            },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand EpisodesCommand(
        long batchKey, long graphKey, List<EpisodePlace> places, IReadOnlyDictionary<Guid, ResolvedFacts> facts) => new(AddEpisodes)
    {
        Parameters =
        {
            new() { Value = batchKey },
            new() { Value = graphKey },
            GraphRows.Array(places.ConvertAll(p => p.Episode), NpgsqlDbType.Uuid),
            GraphRows.Array(places.ConvertAll(p => p.Number), NpgsqlDbType.Bigint),
            GraphRows.Array(places.ConvertAll(p => JsonSerializer.Serialize(facts[p.Episode])), NpgsqlDbType.Text),
        },
    };

    // Each node once, because a statement cannot change a row twice.
    private static NpgsqlBatchCommand NodesCommand(
        long batchKey, long graphKey, List<EpisodePlace> places, IReadOnlyDictionary<Guid, ResolvedFacts> facts)
    {
        var nodes = new NamedNodes();
        places.ForEach(p => nodes.Add(facts[p.Episode].Nodes, p.Naming));
        var command = new NpgsqlBatchCommand(AddNodes) { Parameters = { new() { Value = batchKey }, new() { Value = graphKey } } };
        foreach (var parameter in nodes.Parameters())
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
