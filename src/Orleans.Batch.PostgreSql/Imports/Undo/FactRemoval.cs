using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Proposals;
using Orleans.Batch.PostgreSql.Proposals.Removal;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports.Undo;

/// <summary>
/// Takes back what episodes stated, in graphs that are locked: what they had ended holds again, what others state, too, stays, and
/// nodes that nothing names any more are removed. Deleting a single episode is different: what it ended stays ended.
/// </summary>
internal static class FactRemoval
{
    /// <summary>Takes it back.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="episodes">The graphs of the episodes, and their numbers there.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>How many assertions were removed, and the nodes that they were about and that stay.</returns>
    public static async ValueTask<(long Assertions, IReadOnlyList<Guid> Nodes)> RunAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(long GraphKey, long Number)> episodes, CancellationToken cancellationToken)
    {
        var ranges = AssertionId.Ranges(episodes);
        var stored = await EpisodeAssertions.ReadAsync(connection, ranges, [], cancellationToken);
        var mentions = await EpisodeAssertions.ReadMentionsAsync(connection, ranges, cancellationToken);
        var (commit, nodes) = (new FactCommit(), new HashSet<Guid>());
        foreach (var assertion in stored)
        {
            commit.Remove(assertion);
            nodes.UnionWith([assertion.Assertion.Slot.Source, assertion.Assertion.Target]);
        }

        foreach (var (id, node) in mentions)
        {
            commit.RemoveMention(id);
            nodes.Add(node);
        }

        await commit.ReadAsync(connection, cancellationToken);
        await using (var batch = new NpgsqlBatch(connection) { Timeout = Statements.LongTimeout })
        {
            await commit.WriteAsync(connection, batch, cancellationToken);
            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        var gone = await AssertionRemoval.RemoveUnnamedAsync(connection, nodes, cancellationToken);
        await connection.Statement(WrittenDetails.DeleteRanges, ranges.First, ranges.Beyond).RunAsync(cancellationToken);
        await ProposalRemoval.RemoveEpisodesAsync(connection, episodes, cancellationToken);
        return (stored.Count, [.. nodes.Except(gone)]);
    }
}
