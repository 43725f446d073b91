using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports.Rows;

/// <summary>
/// Locks of an import's row, always taken before those of its batches. Transactions that create a batch in it or process one take a
/// shared lock. Those that change it or end one of its batches take an exclusive lock, so that exactly one of them sees that no batch is
/// left.
/// </summary>
internal static class ImportLock
{
    private const string Columns =
        """
        SELECT import_key, import_uuid, closed_at IS NOT NULL, paused_at IS NOT NULL, cancel_requested_at IS NOT NULL,
               undo_requested_at IS NOT NULL
        FROM import
        """;

    private const string OfProject = Columns + " WHERE project_key = $1 AND import_uuid = $2";

    private const string OfBatch =
        Columns + " WHERE import_key = (SELECT import_key FROM batch WHERE project_key = $1 AND batch_uuid = $2)";

    private const string OfBatchKey = Columns + " WHERE import_key = (SELECT import_key FROM batch WHERE batch_key = $1)";

    private const string OfKey = Columns + " WHERE import_key = $1";

    private const string Shared = " FOR SHARE";

    private const string Exclusive = " FOR NO KEY UPDATE";

    /// <summary>Locks an import for a change. It can be the first statement of a transaction.</summary>
    /// <exception cref="BatchServiceException">The project has none with this id.</exception>
    public static async ValueTask<LockedImport> GetAsync(
        WriteTransaction connection, ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        await connection.Statement(OfProject + Exclusive, project.Value, importId).RowAsync(Read, cancellationToken)
        ?? throw BatchServiceException.NotFound("import", importId.ToString());

    /// <summary>Locks an import so that it stays open. It can be the first statement of a transaction.</summary>
    /// <exception cref="BatchServiceException">The project has none with this id.</exception>
    public static async ValueTask<LockedImport> ShareAsync(
        WriteTransaction connection, ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        await connection.Statement(OfProject + Shared, project.Value, importId).RowAsync(Read, cancellationToken)
        ?? throw BatchServiceException.NotFound("import", importId.ToString());

    /// <summary>Locks the import of a batch, if it is part of one, so that it stays as it is.</summary>
    public static ValueTask<LockedImport?> ShareOfBatchAsync(
        WriteTransaction connection, ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        connection.Statement(OfBatch + Shared, project.Value, batchId).RowAsync(Read, cancellationToken);

    /// <summary>Locks the import of a batch that is going to end, if it is part of one.</summary>
    public static ValueTask<LockedImport?> TakeOfBatchAsync(
        WriteTransaction connection, ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        connection.Statement(OfBatch + Exclusive, project.Value, batchId).RowAsync(Read, cancellationToken);

    /// <summary>The same in a transaction of the background.</summary>
    public static ValueTask<LockedImport?> TakeOfBatchAsync(
        NpgsqlConnection connection, long batchKey, CancellationToken cancellationToken) =>
        connection.Statement(OfBatchKey + Exclusive, batchKey).RowAsync(Read, cancellationToken);

    /// <summary>Locks an import for a change in a transaction of the background; null if it was deleted.</summary>
    public static ValueTask<LockedImport?> TakeAsync(
        NpgsqlConnection connection, long importKey, CancellationToken cancellationToken) =>
        connection.Statement(OfKey + Exclusive, importKey).RowAsync(Read, cancellationToken);

    private static LockedImport Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetGuid(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(5));
}

/// <summary>An import whose row is locked.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Id">Its identity.</param>
/// <param name="Closed">Whether it is closed.</param>
/// <param name="Paused">Whether it is paused.</param>
/// <param name="Canceled">Whether cancellation was requested.</param>
/// <param name="Undone">Whether undoing it was requested.</param>
internal sealed record LockedImport(long Key, Guid Id, bool Closed, bool Paused, bool Canceled, bool Undone)
{
    /// <summary>Throws if the import is being undone, or was.</summary>
    public void RequireNotUndone(string consequence)
    {
        if (Undone)
        {
            throw BatchServiceException.Conflict(ErrorCodes.ImportUndone, $"import {Id} is undone: {consequence}");
        }
    }

    /// <summary>Throws if the import was canceled.</summary>
    public void RequireNotCanceled(string consequence)
    {
        if (Canceled)
        {
            throw BatchServiceException.Conflict(ErrorCodes.ImportCanceled, $"import {Id} was canceled: {consequence}");
        }
    }

    /// <summary>Throws if no more batches can be created in the import.</summary>
    public void RequireOpen()
    {
        RequireNotCanceled("no more batches can be created in it");
        if (Closed)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.ImportClosed, $"import {Id} is closed: no more batches can be created in it. Create another import for what is left");
        }
    }
}
