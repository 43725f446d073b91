using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Proposals;

/// <summary>
/// Replaces the facts of episodes in a graph that is locked. What the old facts had ended holds again, and nodes that nothing names any
/// more are removed, so that the graph is as if the episodes had been extracted the new way from the beginning.
/// </summary>
internal static class FactReplacement
{
    private const string DeleteMentions = "DELETE FROM mention WHERE mention_uuid = ANY($1)";

    /// <summary>Replaces them.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="graphKey">The graph.</param>
    /// <param name="episodes">The places of the episodes, and what they state now.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    public static async ValueTask RunAsync(
        NpgsqlConnection connection,
        long graphKey,
        IReadOnlyList<(EpisodePlace Place, ResolvedFacts Facts)> episodes,
        CancellationToken cancellationToken)
    {
        var numbers = episodes.Select(e => e.Place.Number).ToList();
        var stored = await EpisodeAssertions.ReadAsync(connection, graphKey, numbers, [], cancellationToken);
        var mentions = await EpisodeAssertions.ReadMentionsAsync(connection, graphKey, numbers, cancellationToken);
        var commit = new FactCommit();
        var (nodes, dropped, removed) = (new HashSet<Guid>(), new List<Guid>(), new List<Guid>());
        var added = new List<(EpisodePlace Place, ResolvedFacts Facts)>();
        foreach (var (place, stated) in episodes)
        {
            var plan = EpisodeReplacement.Plan([.. stored[place.Number]], stated.Assertions);
            var known = mentions[place.Number].ToList();
            foreach (var gone in plan.Removed)
            {
                commit.Remove(gone);
                removed.Add(gone.Id);
                nodes.UnionWith([gone.Assertion.Slot.Source, gone.Assertion.Target]);
            }

            foreach (var (id, node) in known.Where(m => !stated.Mentions.Contains(m.Node)))
            {
                dropped.Add(id);
                nodes.Add(node);
            }

            var come = new ResolvedFacts(
                stated.Nodes, plan.Added, [.. stated.Mentions.Where(n => !known.Exists(m => m.Node == n))])
            {
                Aliases = stated.Aliases,
            };
            commit.Expect(come);
            var used = stored[place.Number].Select(s => s.Id).Concat(known.Select(m => m.Id)).Select(AssertionId.Index);
            added.Add((place with { FirstIndex = EpisodeReplacement.FreeIndex(used, come.Count) }, come));
        }

        await ReadAsync(connection, commit, cancellationToken);
        foreach (var (place, come) in added)
        {
            commit.Add(come, place);
        }

        await connection.Statement(WrittenDetails.Delete, removed.ToArray()).RunAsync(cancellationToken);
        await WriteAsync(connection, commit, dropped, added.SelectMany(a => a.Facts.Aliases), cancellationToken);
        await AssertionRemoval.RemoveUnnamedAsync(connection, graphKey, nodes, cancellationToken);
        await IndexAsync(connection, graphKey, commit, added.SelectMany(a => a.Facts.Nodes).Select(n => n.Id), cancellationToken);
    }

    private static async ValueTask ReadAsync(NpgsqlConnection connection, FactCommit commit, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("SELECT 1"));
        commit.AddQueries(batch);
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        await commit.ReadAsync(row, cancellationToken);
    }

    private static async ValueTask WriteAsync(
        NpgsqlConnection connection,
        FactCommit commit,
        List<Guid> dropped,
        IEnumerable<ResolvedAlias> aliases,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = Statements.LongTimeout };
        batch.BatchCommands.Add(new(DeleteMentions)
        {
            Parameters = { new() { Value = dropped.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid } },
        });
        await commit.WriteAsync(connection, batch, cancellationToken);
        AliasRows.AddTo(batch, aliases);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // The index of the graph knows nothing of it: its position is behind these episodes.
    private static async ValueTask IndexAsync(
        NpgsqlConnection connection, long graphKey, FactCommit commit, IEnumerable<Guid> nodes, CancellationToken cancellationToken)
    {
        var (begun, gone) = commit.Facts;
        await AssertionRemoval.ForgetAsync(connection, graphKey, 0, gone, cancellationToken);
        await connection.Statement(SearchIndexStore.IndexSomeFacts, graphKey, begun.ToArray()).Long().RunAsync(cancellationToken);
        await connection
            .Statement(SearchIndexStore.IndexSomeNodes, graphKey, nodes.Distinct().ToArray()).Long().RunAsync(cancellationToken);
    }
}
