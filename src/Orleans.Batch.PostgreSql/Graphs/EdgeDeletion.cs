using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Deletes edges of a graph that the caller holds locked.</summary>
internal static class EdgeDeletion
{
    // The edge with its repeats, or it would return at the next assertion.
    private const string DeleteEdges =
        $"""
        WITH doomed AS MATERIALIZED (SELECT * FROM fact WHERE fact_uuid = ANY($1)),
        repeats AS (DELETE FROM fact_repeat WHERE fact_uuid = ANY(ARRAY(
            SELECT r.fact_uuid FROM doomed f CROSS JOIN LATERAL (SELECT r.fact_uuid FROM fact_repeat r WHERE {FactSql.Supports}) r))
            RETURNING fact_uuid),
        written AS (DELETE FROM written_detail WHERE object_uuid = ANY(ARRAY(
            SELECT fact_uuid FROM repeats UNION ALL SELECT fact_uuid FROM doomed)))
        DELETE FROM fact WHERE fact_uuid = ANY($1) RETURNING source_node, target_node
        """;

    /// <summary>Deletes the edge that an id names, which may be that of a repeat; returns whether there was any.</summary>
    public static async ValueTask<bool> DeleteAsync(
        NpgsqlConnection connection, GraphScope scope, Guid edgeUuid, CancellationToken cancellationToken)
    {
        var facts = await connection.Statement(FactSql.Resolve, edgeUuid).RowsAsync(r => r.GetGuid(0), cancellationToken);
        return await DeleteAsync(connection, scope, [.. facts.Take(1)], cancellationToken);
    }

    /// <summary>Deletes edges, their repeats and their documents; returns whether there were any.</summary>
    public static async ValueTask<bool> DeleteAsync(
        NpgsqlConnection connection, GraphScope scope, IReadOnlyCollection<Guid> facts, CancellationToken cancellationToken)
    {
        var ends = await connection.Statement(DeleteEdges, facts.ToArray()).Long()
            .RowsAsync(r => new[] { r.GetGuid(0), r.GetGuid(1) }, cancellationToken);
        await AssertionRemoval.ForgetAsync(connection, 0, facts, cancellationToken);
        await SummaryRemoval.ClearNodesAsync(connection, [.. ends.SelectMany(static e => e).Distinct()], cancellationToken);
        return ends.Count > 0;
    }
}
