using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Reads what the validation of a draft needs.</summary>
internal static class DraftQueries
{
    // Probes into the large tables, and no nested loop over the batch's own two sets.
    private const string PlanForDrafts =
        "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_nestloop', 'off', true)";

    private static readonly string Items =
        $"""
        WITH destination AS MATERIALIZED (
            SELECT d.destination_kind, d.destination_id, {DestinationJoins.GraphKey} AS graph_key
            FROM (SELECT DISTINCT destination_kind, destination_id FROM batch_item WHERE batch_key = $1) d
            {DestinationJoins.For("d", project: "$2")})
        SELECT i.sequence, (ARRAY['graph_id', 'user_id', 'thread_id'])[i.destination_kind + 1], i.destination_id, d.graph_key,
               CASE WHEN e.dated THEN e.reference_time END, CASE WHEN e.data_type = {Stored.DataType.Json} THEN e.content END,
               octet_length(e.content)
        FROM batch_item i
        JOIN destination d USING (destination_kind, destination_id)
        CROSS JOIN LATERAL (SELECT dated, reference_time, data_type, content FROM episode_data
                            WHERE episode_uuid = i.episode_uuid LIMIT 1) e
        WHERE i.batch_key = $1 ORDER BY i.sequence
        """;

    private const string Waiting =
        $"""
        SELECT q.graph_key, sum(l.total - l.cursor), (array_agg(b.batch_uuid) FILTER (WHERE b.paused_at IS NOT NULL))[1]
        FROM unnest($1) AS q(graph_key)
        CROSS JOIN LATERAL (SELECT lanes_done_through FROM graph_state WHERE graph_key = q.graph_key LIMIT 1) s
        CROSS JOIN LATERAL (SELECT lane_key, total, cursor FROM lane
                            WHERE graph_key = q.graph_key AND process_number > s.lanes_done_through
                              AND state = {Stored.LaneState.Open} OFFSET 0) l
        CROSS JOIN LATERAL (SELECT batch_uuid, paused_at FROM batch WHERE batch_key = l.lane_key >> 20 LIMIT 1) b
        GROUP BY q.graph_key
        """;

    /// <summary>Passes every item of a draft, in sequence order.</summary>
    /// <returns>True.</returns>
    public static async ValueTask<bool> ReadItemsAsync(
        NpgsqlConnection connection, ProjectId project, Guid batchId, Action<DraftItem> show, CancellationToken cancellationToken)
    {
        var (batchKey, batch) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
        if (batch.Status != BatchStatus.Draft)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.NotADraft, $"batch {batchId} is not a draft any more: its items say what became of them");
        }

        await connection.Statement(PlanForDrafts).RunAsync(cancellationToken);
        await using var command = connection.Statement(Items, batchKey, project.Value).Long();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            show(new DraftItem(
                row.GetInt32(0), row.GetString(1), row.GetString(2), row.Maybe<long>(3), row.Maybe<DateTimeOffset>(4), row.Text(5),
                row.GetInt32(6)));
        }

        return true;
    }

    /// <summary>The items that wait on some graphs.</summary>
    public static async ValueTask<IReadOnlyList<WaitingLanes>> ReadWaitingAsync(
        NpgsqlConnection connection, IReadOnlyList<long> graphKeys, CancellationToken cancellationToken)
    {
        await connection.Statement("SELECT set_config('enable_seqscan', 'off', true)").RunAsync(cancellationToken);
        return await connection
            .Statement(Waiting, graphKeys.ToArray())
            .RowsAsync(r => new WaitingLanes(r.GetInt64(0), r.GetInt64(1), r.Maybe<Guid>(2)), cancellationToken);
    }
}
