using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Finds a batch by the id that its callers use.</summary>
internal static class BatchLookup
{
    private const string OfProject = BatchRows.Select + " WHERE b.project_key = $1 AND b.batch_uuid = $2";

    /// <summary>Returns the batch; null when the project has none with this id.</summary>
    public static ValueTask<(long BatchKey, BatchSummary Summary)?> FindAsync(
        NpgsqlConnection connection, ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        connection
            .Statement(OfProject, project.Value, batchId)
            .RowAsync(r => ((long, BatchSummary)?)BatchRows.Read(r), cancellationToken);

    /// <summary>Returns the batch.</summary>
    /// <exception cref="BatchServiceException">The project has none with this id.</exception>
    public static async ValueTask<(long BatchKey, BatchSummary Summary)> GetAsync(
        NpgsqlConnection connection, ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await FindAsync(connection, project, batchId, cancellationToken)
        ?? throw BatchServiceException.NotFound("batch", batchId.ToString());

    /// <summary>Locks the batch until the transaction ends. It can be the first statement of a transaction.</summary>
    /// <exception cref="BatchServiceException">The project has none with this id.</exception>
    public static async ValueTask<(long BatchKey, BatchStatus Status, int Items)> LockAsync(
        WriteTransaction connection, ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await connection
            .Statement(
                "SELECT batch_key, status, item_count FROM batch WHERE project_key = $1 AND batch_uuid = $2 FOR UPDATE",
                project.Value, batchId)
            .RowAsync(r => ((long, BatchStatus, int)?)(r.GetInt64(0), (BatchStatus)r.GetInt16(1), r.GetInt32(2)), cancellationToken)
        ?? throw BatchServiceException.NotFound("batch", batchId.ToString());
}
