using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Written;

/// <summary>Changes a node of a graph that the caller holds locked.</summary>
internal static class NodeChange
{
    private const string UpdateNode =
        """
        UPDATE node SET name = coalesce($2, name), renamed = renamed OR $2 IS NOT NULL, labels = coalesce($3, labels),
            relabeled = relabeled OR $3 IS NOT NULL
        WHERE node_uuid = $1
        """;

    /// <summary>Changes the fields that are given; returns false when there is no such node.</summary>
    public static async ValueTask<bool> ApplyAsync(
        NpgsqlConnection connection, GraphScope scope, Guid nodeUuid, NodeFields fields, CancellationToken cancellationToken)
    {
        string[]? labels = fields.Labels is { } given
            ? [.. given.Where(l => l != EntityNode.BaseLabel).Select(EntityName.Display).Distinct().Order(StringComparer.Ordinal)]
            : null;
        await using (var update = new NpgsqlCommand(UpdateNode, connection)
        {
            Parameters =
            {
                new() { Value = nodeUuid },
                Statements.Nullable(fields.Name is { } name ? EntityName.Display(name) : null, NpgsqlDbType.Text),
                Statements.Nullable(labels, NpgsqlDbType.Array | NpgsqlDbType.Text),
            },
        })
        {
            if (await update.ExecuteNonQueryAsync(cancellationToken) == 0)
            {
                return false;
            }
        }

        await WrittenDetails.MergeAsync(connection, [new(nodeUuid, fields.Summary, fields.Attributes)], cancellationToken);
        if (fields.Name is not null || labels is not null)
        {
            await AssertionRemoval.ForgetAsync(connection, 1, [nodeUuid], cancellationToken);
            await connection.Statement(SearchIndexStore.IndexSomeNodes, scope.Key, new[] { nodeUuid }).RunAsync(cancellationToken);
        }

        return true;
    }
}
