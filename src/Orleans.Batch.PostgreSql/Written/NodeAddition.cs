using System.Text.Json;
using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Written;

/// <summary>The transaction that adds nodes which a caller wrote, each with an episode that names it.</summary>
internal sealed class NodeAddition(NpgsqlConnection connection, ProjectId project, GraphScope scope, DateTimeOffset now)
{
    // Nodes that this transaction made: no older one has that time.
    private const string SetCreation =
        "UPDATE node n SET created_at = w.at FROM unnest($1, $2) AS w(id, at) WHERE n.node_uuid = w.id AND n.created_at >= $3";

    /// <summary>Adds the nodes; null when the graph was deleted meanwhile.</summary>
    /// <returns>Their identities, in order.</returns>
    public async ValueTask<IReadOnlyList<Guid>?> AddAsync(
        IReadOnlyList<NewNode> nodes, Guid taskId, CancellationToken cancellationToken)
    {
        var names = await NodeNames.ReadAsync(connection, scope, cancellationToken);
        var named = nodes.Select(n => names.Find(n.Name, n.Label)).ToList();
        var episodes = nodes.Zip(named, (node, name) => new WrittenEpisode(
            EpisodeSource.Text,
            node.Summary is { Length: > 0 } summary ? $"{node.Name}: {summary}" : node.Name,
            node.CreatedAt,
            node.Metadata,
            new ResolvedFacts([name], [], [name.Id]))).ToList();
        var commit = new WrittenCommit(connection, project, scope, now);
        if (await commit.AddAsync(episodes, cancellationToken) is null)
        {
            return null;
        }

        var dated = nodes.Zip(named).Where(n => n.First.CreatedAt is not null).DistinctBy(n => n.Second.Id).ToList();
        await connection
            .Statement(
                SetCreation,
                dated.Select(n => n.Second.Id).ToArray(),
                dated.Select(n => n.First.CreatedAt!.Value.UtcDateTime).ToArray(),
                now.UtcDateTime)
            .RunAsync(cancellationToken);
        await WrittenDetails.MergeAsync(
            connection,
            nodes.Zip(named, (node, name) => new WrittenDetail(name.Id, node.Summary, node.Attributes)),
            cancellationToken);
        Guid[] uuids = [.. named.Select(n => n.Id)];
        await commit.AddTaskAsync(
            taskId,
            IngestTaskType.AddNodes,
            episodes.Count,
            new JsonText($$"""{"node_uuids":{{JsonSerializer.Serialize(uuids)}}}"""),
            cancellationToken);
        return uuids;
    }
}
