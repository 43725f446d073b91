using NpgsqlTypes;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>Creates an import.</summary>
internal static class ImportCreation
{
    private const string Insert =
        """
        INSERT INTO import (project_key, import_uuid, name, source, metadata, expected_items, quiet_from, quiet_to, quiet_zone, created_at, updated_at)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, t.now, t.now FROM (SELECT sql_now() AS now OFFSET 0) t
        RETURNING import_key
        """;

    public static async ValueTask<IdempotentResult<ImportSummary>> RunAsync(
        WriteTransaction connection, ProjectId project, NewImport import, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
        {
            var first = await ImportRows.FindAsync(connection, project, Guid.Parse(recorded), cancellationToken)
                ?? throw BatchServiceException.Conflict(
                    ErrorCodes.NotFound, $"import {recorded}, created under this idempotency key, has been deleted; use a new key");
            return new IdempotentResult<ImportSummary>(AsCreated(first), Replayed: true);
        }

        var importId = Guid.CreateVersion7();
        var insert = connection.Statement(Insert, project.Value, importId, import.Name);
        insert.Parameters.Add(Statements.Nullable(import.Source, NpgsqlDbType.Text));
        insert.Parameters.Add(Statements.Nullable(import.Metadata?.Value, NpgsqlDbType.Text));
        insert.Parameters.Add(Statements.Nullable(import.ExpectedItems, NpgsqlDbType.Bigint));
        QuietState.AddHours(insert.Parameters, import.QuietHours);
        var importKey = await insert.RowAsync(r => r.GetInt64(0), cancellationToken);
        if (import.QuietHours is not null)
        {
            await ImportQuietHours.ApplyAsync(
                connection, await ImportLock.GetAsync(connection, project, importId, cancellationToken), cancellationToken);
        }

        await KeyedCall.RecordAsync(connection, project, key, () => importId.ToString(), cancellationToken);
        return new IdempotentResult<ImportSummary>(await ImportRows.GetAsync(connection, importKey, cancellationToken), Replayed: false);
    }

    // A repeated create gets the first answer again, even if batches have been added since.
    private static ImportSummary AsCreated(ImportSummary now) => now with
    {
        Status = ImportStatus.Open,
        UpdatedAt = now.CreatedAt,
        ClosedAt = null,
        PausedAt = null,
        QuietUntil = null,
        CancelRequestedAt = null,
        ProcessedAt = null,
        CompletedAt = null,
        Parts = new ImportParts(0, 0, 0, 0, 0),
        Progress = new ImportProgress { TotalItems = 0, EndedItems = 0, PercentComplete = 0 },
        ModelRun = null,
        ItemsPerSecond = null,
        EtaSeconds = null,
        EstimatedCompletion = null,
    };
}
