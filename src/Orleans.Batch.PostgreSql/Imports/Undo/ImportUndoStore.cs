using Npgsql;
using Orleans.Batch.Imports;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports.Undo;

/// <summary>Undoing imports, in PostgreSQL: step by step, each in one transaction with the position behind it.</summary>
internal sealed class ImportUndoStore(Database database, IEnumerable<IFactExtractor> extractors) : IImportUndoStore
{
    private const int FewerItems = 8;

    private const string Begin =
        """
        WITH begun AS (
            UPDATE import SET undo_requested_at = t.now, updated_at = t.now FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE import_key = $1 RETURNING import_key)
        INSERT INTO import_undo (import_key) SELECT import_key FROM begun
        """;

    // An item that was retried is in several batches, and its episode counts once.
    private static readonly string CountEpisodes =
        $"""
        SELECT count(DISTINCT e.episode_uuid), count(DISTINCT e.graph_key)
        FROM (SELECT batch_key, project_key FROM batch WHERE import_key = $1 OFFSET 0) b
        CROSS JOIN LATERAL (SELECT * FROM batch_item WHERE batch_key = b.batch_key) i
        {DestinationJoins.For("i", project: "b.project_key")}
        CROSS JOIN LATERAL (SELECT graph_key, episode_uuid FROM graph_episode
                            WHERE graph_key = {DestinationJoins.GraphKey} AND episode_uuid = i.episode_uuid LIMIT 1) e
        WHERE {UndoneEpisodes.IsItsOwn}
        """;

    private const string CountDestinations =
        $"""
        SELECT count(*) FILTER (WHERE kind = {Stored.DestinationKind.User}), count(*) FILTER (WHERE kind = {Stored.DestinationKind.Graph}),
               count(*) FILTER (WHERE kind = {Stored.DestinationKind.Thread}),
               (SELECT expired_batches FROM import WHERE import_key = $1)
        FROM import_destination WHERE import_key = $1
        """;

    private const string Find =
        """
        SELECT u.stage, i.project_key, u.batch_key, u.sequence FROM import_undo u JOIN import i USING (import_key)
        WHERE u.import_key = $1 AND u.ended_at IS NULL FOR NO KEY UPDATE OF u
        """;

    private const string NextBatch =
        "SELECT batch_key, item_count FROM batch WHERE import_key = $1 AND batch_key >= $2 ORDER BY batch_key LIMIT 1";

    private const string Move =
        """
        UPDATE import_undo SET batch_key = $2, sequence = $3, items = items + $4, episodes = episodes + $5, assertions = assertions + $6
        WHERE import_key = $1
        """;

    // Windows that failed, which are kept to be retried.
    private const string DropWindows = "DELETE FROM model_window WHERE batch_key = $1";

    private const string NextStage = "UPDATE import_undo SET stage = stage + 1 WHERE import_key = $1";

    private const string CountRemoved =
        "UPDATE import_undo SET threads = threads + $2, users = users + $3, graphs = graphs + $4 WHERE import_key = $1";

    private const string End =
        """
        WITH ended AS (
            UPDATE import_undo SET ended_at = t.now FROM (SELECT sql_now() AS now OFFSET 0) t WHERE import_key = $1 RETURNING t.now)
        UPDATE import SET updated_at = ended.now FROM ended WHERE import_key = $1
        """;

    private readonly Lazy<UndoneNames> _names = new(
        () => new UndoneNames(database, extractors.Single(e => e.Mode == ExtractionMode.Deterministic)));

    private enum Stage
    {
        Episodes,
        Names,
        Threads,
        Users,
        Graphs,
        Done,
    }

    /// <inheritdoc/>
    public ValueTask<ImportUndoPreview> PreviewAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            var (key, import) = await ImportRows.FindWithKeyAsync(connection, project, importId, cancellationToken)
                ?? throw BatchServiceException.NotFound("import", importId.ToString());
            var (episodes, graphs) = await connection
                .Statement(CountEpisodes, key).Long().RowAsync(r => (r.GetInt64(0), r.GetInt64(1)), cancellationToken);
            var preview = await connection.Statement(CountDestinations, key).RowAsync(
                r => new ImportUndoPreview
                {
                    ImportId = importId,
                    Episodes = episodes,
                    Graphs = graphs,
                    Facts = import.Undo is null ? import.Progress.Facts : 0,
                    CreatedUsers = r.GetInt64(0),
                    CreatedGraphs = r.GetInt64(1),
                    CreatedThreads = r.GetInt64(2),
                    ExpiredBatches = r.GetInt32(3),
                },
                cancellationToken);
            return preview!; // the sums are one row
        });

    /// <inheritdoc/>
    public ValueTask<RequestedUndo> RequestAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var import = await ImportLock.GetAsync(connection, project, importId, cancellationToken);
                var before = await ImportRows.GetAsync(connection, import.Key, cancellationToken);
                if (import.Undone)
                {
                    return new RequestedUndo(import.Key, before, Repeated: true);
                }

                RequireEnded(before);
                await connection.Statement(Begin, import.Key).RunAsync(cancellationToken);
                return new RequestedUndo(
                    import.Key, await ImportRows.GetAsync(connection, import.Key, cancellationToken), Repeated: false);
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> StepAsync(long importKey, int items, CancellationToken cancellationToken)
    {
        for (var most = items; ; most = Math.Max(1, most / FewerItems))
        {
            try
            {
                return await database.Background.TransactAsync(
                    connection => StepAsync(connection, importKey, most, cancellationToken), cancellationToken);
            }
            catch (WorkTooLargeException) when (most > 1)
            {
                // More is known of a timeline than fits, where many items change it. The next attempt takes fewer items.
            }
        }
    }

    private async ValueTask<bool> StepAsync(NpgsqlConnection connection, long importKey, int items, CancellationToken cancellationToken)
    {
        await connection.Statement(ProbeOnly.Set).RunAsync(cancellationToken);
        var found = await connection.Statement(Find, importKey).RowAsync(
            r => (Position?)new Position((Stage)r.GetInt16(0), r.GetInt64(1), r.GetInt64(2), r.GetInt32(3)), cancellationToken);
        if (found is not { } position)
        {
            return false;
        }

        switch (position.Stage)
        {
            case Stage.Episodes when await RemoveEpisodesAsync(connection, importKey, position, items, cancellationToken):
            case Stage.Names when await _names.Value.StepAsync(connection, importKey, items, cancellationToken):
            case Stage.Threads or Stage.Users or Stage.Graphs
                when await RemoveDestinationsAsync(connection, importKey, position, items, cancellationToken):
                return true;
            case Stage.Done:
                await connection.Statement(End, importKey).RunAsync(cancellationToken);
                return false;
            default:
                await connection.Statement(NextStage, importKey).RunAsync(cancellationToken);
                return true;
        }
    }

    private static async ValueTask<bool> RemoveEpisodesAsync(
        NpgsqlConnection connection, long importKey, Position position, int items, CancellationToken cancellationToken)
    {
        var next = await connection
            .Statement(NextBatch, importKey, position.Batch)
            .RowAsync(r => ((long Key, int Items)?)(r.GetInt64(0), r.GetInt32(1)), cancellationToken);
        if (next is not { } batch)
        {
            return false;
        }

        var from = batch.Key == position.Batch ? position.Sequence : 0;
        var to = Math.Min(from + items, batch.Items);
        var part = await UndoneEpisodes.RunAsync(connection, importKey, position.Project, batch.Key, from, to, cancellationToken);
        await UndoneNames.RecordAsync(connection, importKey, part, cancellationToken);
        var isEnd = to == batch.Items;
        if (isEnd)
        {
            await connection.Statement(DropWindows, batch.Key).RunAsync(cancellationToken);
        }

        await connection
            .Statement(
                Move, importKey, isEnd ? batch.Key + 1 : batch.Key, isEnd ? 0 : to, (long)(to - from), (long)part.Episodes, part.Assertions)
            .RunAsync(cancellationToken);
        return true;
    }

    private static async ValueTask<bool> RemoveDestinationsAsync(
        NpgsqlConnection connection, long importKey, Position position, int most, CancellationToken cancellationToken)
    {
        var kind = position.Stage switch
        {
            Stage.Threads => DestinationKind.Thread,
            Stage.Users => DestinationKind.User,
            _ => DestinationKind.Graph,
        };
        if (await UndoneDestinations.StepAsync(connection, importKey, position.Project, kind, most, cancellationToken) is not { } removed)
        {
            return false;
        }

        int Of(DestinationKind of) => kind == of ? removed : 0;
        await connection
            .Statement(CountRemoved, importKey, Of(DestinationKind.Thread), Of(DestinationKind.User), Of(DestinationKind.Graph))
            .RunAsync(cancellationToken);
        return true;
    }

    private static void RequireEnded(ImportSummary import)
    {
        if (import.Status is ImportStatus.Open or ImportStatus.Processing)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.StillRunning,
                $"import {import.ImportId} has not ended: close it and wait for its batches, or cancel it, then undo it");
        }
    }

    private readonly record struct Position(Stage Stage, long Project, long Batch, int Sequence);
}
