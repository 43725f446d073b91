using Npgsql;
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
        var (nodes, removed) = (new HashSet<Guid>(), new List<Guid>());
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
                commit.RemoveMention(id);
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

        await commit.ReadAsync(connection, cancellationToken);
        foreach (var (place, come) in added)
        {
            commit.Add(come, place);
        }

        await connection.Statement(WrittenDetails.Delete, removed.ToArray()).RunAsync(cancellationToken);
        await WriteAsync(connection, commit, added.SelectMany(a => a.Facts.Aliases), cancellationToken);
        await AssertionRemoval.RemoveUnnamedAsync(connection, nodes, cancellationToken);

        var named = added.SelectMany(a => a.Facts.Nodes).Select(n => n.Id).Distinct().ToArray();
        await connection.Statement(SearchIndexStore.IndexSomeNodes, graphKey, named).Long().RunAsync(cancellationToken);
    }

    private static async ValueTask WriteAsync(
        NpgsqlConnection connection,
        FactCommit commit,
        IEnumerable<ResolvedAlias> aliases,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = Statements.LongTimeout };
        await commit.WriteAsync(connection, batch, cancellationToken);
        FactIndex.AddTo(batch, commit.Begun, gone: []); // it is past these episodes
        AliasRows.AddTo(batch, aliases);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
