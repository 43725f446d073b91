using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Keeps destinations that a call names from being removed while the import that created them is undone: they belong to the call's
/// import from then on, or to none. It comes before they are created, and waits for a step of undoing that looks at them: so those that
/// the step has removed are created anew.
/// </summary>
internal static class DestinationAdoption
{
    private const string FindUndone =
        """
        SELECT u.import_key FROM import_undo u JOIN import i USING (import_key)
        WHERE u.ended_at IS NULL AND i.project_key = $1 AND i.import_key IS DISTINCT FROM $2::bigint
        """;

    // One probe for each id and import; there are few.
    private const string Adopt =
        $"""
        WITH named AS MATERIALIZED (
            SELECT {Stored.DestinationKind.Graph}::smallint AS kind, graph_key AS key FROM graph WHERE project_key = $1 AND graph_id = ANY($3)
            UNION ALL
            SELECT {Stored.DestinationKind.User}, graph_key FROM memory_user WHERE project_key = $1 AND user_id = ANY($4)
            UNION ALL
            SELECT {Stored.DestinationKind.Thread}, thread_key FROM thread WHERE project_key = $1 AND thread_id = ANY($5)),
        taken AS (
            DELETE FROM import_destination d USING named
            WHERE d.import_key = ANY($2) AND d.kind = named.kind AND d.destination_key = named.key
            RETURNING d.kind, d.destination_key)
        INSERT INTO import_destination (import_key, kind, destination_key)
        SELECT $6::bigint, kind, destination_key FROM taken WHERE $6::bigint IS NOT NULL
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Takes them over; nothing where no import of the project is being undone.</summary>
    public static async ValueTask RunAsync(
        WriteTransaction connection, ProjectId project, NewDestinations destinations, long? importKey, CancellationToken cancellationToken)
    {
        var undone = await connection
            .Statement(FindUndone, project.Value, importKey).RowsAsync(r => r.GetInt64(0), cancellationToken);
        if (undone.Count > 0)
        {
            await connection
                .Statement(
                    Adopt,
                    project.Value,
                    undone.ToArray(),
                    destinations.Graphs.Select(static g => g.GraphId).ToArray(),
                    destinations.Users.Select(static u => u.UserId).ToArray(),
                    destinations.Threads.Select(static t => t.ThreadId).ToArray(),
                    importKey)
                .RunAsync(cancellationToken);
        }
    }
}
