using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Summaries;

/// <summary>Marks that the facts of nodes have changed, so that the summaries that a project wants are made. The graphs are locked.</summary>
internal static class SummaryMarks
{
    /// <summary>
    /// Whether any project wants summaries. If none does, this is the only statement that a commit of facts has for them: one probe of an
    /// empty index.
    /// </summary>
    private const string AnyWants = "SELECT EXISTS (SELECT FROM project WHERE summaries > 0)";

    /// <summary>Whether the project p wants the summary of the node s.</summary>
    public const string IsNodeWanted =
        $"(p.summaries = {Stored.SummaryMode.All} OR (s.is_user AND p.summaries > {Stored.SummaryMode.None}))";

    private const string Insert =
        $"""
        INSERT INTO summary (subject_uuid, graph_key, is_user, changed)
        SELECT s.node_uuid, s.graph_key, s.is_user, txid_current() FROM unnest($1, $2, $3) AS s(node_uuid, graph_key, is_user)
        CROSS JOIN LATERAL (SELECT project_key FROM graph WHERE graph_key = s.graph_key LIMIT 1) g
        CROSS JOIN LATERAL (SELECT summaries FROM project WHERE project_key = g.project_key LIMIT 1) p
        WHERE {IsNodeWanted}
        ON CONFLICT (subject_uuid) DO UPDATE SET changed = excluded.changed, attempts = 0, error_message = NULL
        """;

    /// <summary>Asks whether any project wants summaries.</summary>
    public static NpgsqlBatchCommand Any() => new(AnyWants);

    /// <summary>Marks nodes, of any graphs.</summary>
    public static NpgsqlBatchCommand Command(IEnumerable<Guid> nodes)
    {
        var ids = nodes.Distinct().Order().ToArray();
        var graphs = Array.ConvertAll(ids, GraphBoundId.GraphKey);
        return new(Insert)
        {
            Parameters =
            {
                new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                new() { Value = graphs, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                new()
                {
                    Value = ids.Zip(graphs, static (id, graph) => id == NodeId.OfUser(graph)).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean,
                },
            },
        };
    }

    /// <summary>Marks nodes of a graph.</summary>
    public static async ValueTask AddAsync(NpgsqlConnection connection, IEnumerable<Guid> nodes, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(nodes));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
