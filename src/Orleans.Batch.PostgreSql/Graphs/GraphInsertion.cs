using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Inserts many standalone graphs.</summary>
internal static class GraphInsertion
{
    private const string Insert =
        $"""
        WITH moment AS MATERIALIZED (SELECT sql_now() AS at),
        new_graph AS (
            INSERT INTO graph (
                project_key, graph_id, graph_uuid, name, description, time_zone, folded_id, folded_name, folded_description,
                created_at, updated_at)
            SELECT $1, graph_id, graph_uuid, name, description, time_zone, folded_id, folded_name, folded_description, at, at
            FROM moment, unnest($2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY AS g(
                graph_id, graph_uuid, name, description, time_zone, folded_id, folded_name, folded_description, place)
            ORDER BY place
            ON CONFLICT DO NOTHING
            RETURNING graph_key),
        new_state AS (INSERT INTO graph_state (graph_key) SELECT graph_key FROM new_graph),
        imported AS (
            INSERT INTO import_destination (import_key, kind, destination_key)
            SELECT $10::bigint, {Stored.DestinationKind.Graph}, graph_key FROM new_graph WHERE $10::bigint IS NOT NULL)
        SELECT count(*) FROM new_graph
        """;

    /// <summary>The statement that inserts those that do not exist and returns their number; null when the list is empty.</summary>
    public static NpgsqlBatchCommand? Command(ProjectId project, IReadOnlyList<NewGraph> graphs, long? importKey)
    {
        if (graphs.Count == 0)
        {
            return null;
        }

        var order = DestinationCreation.Order(graphs.Select(static g => g.GraphId));
        return Statements.Command(
            Insert,
            project.Value,
            Values(static g => g.GraphId),
            Values(static _ => Guid.CreateVersion7()),
            Values(static g => g.Fields.Name),
            Values(static g => g.Fields.Description),
            Values(static g => g.Fields.TimeZone),
            Values(static g => GraphStore.Fold(g.GraphId)),
            Values(static g => GraphStore.Fold(g.Fields.Name)),
            Values(static g => GraphStore.Fold(g.Fields.Description)),
            importKey);

        T[] Values<T>(Func<NewGraph, T> value) => Array.ConvertAll(order, i => value(graphs[i]));
    }
}
