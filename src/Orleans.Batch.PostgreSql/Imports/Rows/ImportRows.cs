using System.Globalization;
using Npgsql;
using Orleans.Batch.Imports;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports.Rows;

/// <summary>Reads imports with the sums over their batches: a few index probes for each batch.</summary>
internal static class ImportRows
{
    // A retry takes its items over from the attempts before, which no longer count: of these, retries_canceled were canceled and the
    // others had failed. Once retention has removed the batch that it retries, it counts like any other.
    private const string Parts =
        $"""
        SELECT b.*, b.retry_of IS NOT NULL AND EXISTS (SELECT FROM batch o WHERE o.batch_uuid = b.retry_of) AS retries,
               b.extraction = {Stored.ExtractionMode.Model} AS by_model
        FROM batch b WHERE b.import_key = i.import_key
        """;

    // How many of a batch's items had ended a minute ago: between two samples the line that joins them.
    private const string Recent =
        $"""
        SELECT CASE
            WHEN b.by_model OR b.prepared_at IS NULL OR coalesce(b.completed_at, t.now) <= t.since THEN 0
            WHEN b.prepared_at >= t.since THEN p.stored
            ELSE p.stored - (x.ended + (y.ended - x.ended)
                 * extract(epoch FROM t.since - x.at) / greatest(extract(epoch FROM y.at - x.at), 0.001)) END::float8 AS items
        FROM (SELECT coalesce(s.at, b.prepared_at) AS at, coalesce(s.ended, 0) AS ended
              FROM (SELECT) one LEFT JOIN LATERAL (
                  SELECT at, ended FROM batch_sample WHERE batch_key = b.batch_key AND at <= t.since ORDER BY at DESC LIMIT 1) s ON true) x,
             (SELECT coalesce(s.at, b.completed_at, t.now) AS at, coalesce(s.ended, p.stored) AS ended
              FROM (SELECT) one LEFT JOIN LATERAL (
                  SELECT at, ended FROM batch_sample WHERE batch_key = b.batch_key AND at > t.since ORDER BY at LIMIT 1) s ON true) y
        """;

    private const string Sums =
        $"""
        SELECT count(*) AS parts,
               count(*) FILTER (WHERE b.status = {Stored.BatchStatus.Draft}) AS drafts,
               count(*) FILTER (WHERE b.status = {Stored.BatchStatus.Queued}) AS queued,
               count(*) FILTER (WHERE b.status = {Stored.BatchStatus.Processing}) AS processing,
               min(b.processed_at) AS processed_at, min(b.prepared_at) AS prepared_at, max(b.completed_at) AS completed_at,
               bool_or(b.by_model AND b.status <> {Stored.BatchStatus.Draft}) AS by_model,
               bool_or(b.by_model AND b.status IN {Stored.BatchStatus.Unfinished}) AS waits_for_model,
               sum(b.item_count) AS items, sum(b.item_count) FILTER (WHERE NOT b.retries) AS total,
               sum(b.item_count) FILTER (WHERE NOT b.retries AND b.status = {Stored.BatchStatus.Draft}) AS in_drafts,
               sum(b.item_count - p.stored) FILTER (WHERE b.status IN {Stored.BatchStatus.Unfinished}) AS waiting,
               sum(least(p.lanes_begun, b.item_count - p.stored)) FILTER (WHERE b.status = {Stored.BatchStatus.Processing}) AS at_work,
               sum(p.succeeded) AS succeeded, sum(p.skipped) AS skipped, sum(p.canceled) AS canceled,
               sum(CASE WHEN b.status = {Stored.BatchStatus.Invalid} THEN b.item_count ELSE p.failed END) AS failed,
               sum(b.item_count - b.retries_canceled) FILTER (WHERE b.retries AND b.status <> {Stored.BatchStatus.Draft}) AS retried_failed,
               sum(b.retries_canceled) FILTER (WHERE b.retries AND b.status <> {Stored.BatchStatus.Draft}) AS retried_canceled,
               sum(p.extracted) FILTER (WHERE b.by_model) AS extracted, sum(p.unextracted) FILTER (WHERE b.by_model) AS unextracted,
               sum(CASE WHEN b.by_model THEN p.extracted + p.unextracted ELSE p.succeeded END) AS settled,
               sum(p.facts) AS facts, sum(p.entities) AS entities, sum(r.items) AS recent,
               sum(m.calls) AS calls, sum(m.replays) AS replays, sum(m.spent_input_tokens) AS input_tokens,
               sum(m.spent_output_tokens) AS output_tokens, sum(m.spent_cost) AS cost
        FROM ({Parts}) b
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(succeeded), 0) AS succeeded, coalesce(sum(failed), 0) AS failed, coalesce(sum(skipped), 0) AS skipped,
                   coalesce(sum(canceled), 0) AS canceled, coalesce(sum(succeeded + failed + skipped + canceled), 0) AS stored,
                   coalesce(sum(lanes_begun), 0) AS lanes_begun, coalesce(sum(extracted), 0) AS extracted,
                   coalesce(sum(unextracted), 0) AS unextracted, sum(facts) AS facts, sum(entities) AS entities
            FROM batch_progress WHERE batch_key = b.batch_key) p
        CROSS JOIN LATERAL ({Recent}) r
        LEFT JOIN LATERAL (
            SELECT * FROM model_budget WHERE b.by_model AND batch_key = b.batch_key AND project_key = b.project_key LIMIT 1) m ON true
        """;

    /// <summary>Selects imports i as <see cref="Read"/> expects them.</summary>
    public const string Select =
        $"""
        SELECT i.import_key, i.import_uuid, i.name, i.source, i.metadata, i.expected_items, i.created_at, i.updated_at,
               i.closed_at, i.paused_at, i.cancel_requested_at, t.now, s.parts, s.drafts, s.queued, s.processing,
               s.processed_at, s.prepared_at, s.completed_at, coalesce(s.by_model, false), coalesce(s.waits_for_model, false),
               coalesce(s.total, 0)::bigint, coalesce(s.in_drafts, 0)::bigint, coalesce(s.waiting, 0)::bigint,
               coalesce(s.at_work, 0)::bigint, coalesce(s.succeeded, 0)::bigint, coalesce(s.skipped, 0)::bigint,
               greatest(coalesce(s.canceled, 0) - coalesce(s.retried_canceled, 0), 0)::bigint,
               greatest(coalesce(s.failed, 0) - coalesce(s.retried_failed, 0), 0)::bigint,
               coalesce(s.extracted, 0)::bigint, coalesce(s.unextracted, 0)::bigint, coalesce(s.settled, 0)::bigint,
               coalesce(s.facts, 0)::bigint, coalesce(s.entities, 0)::bigint, coalesce(s.recent, 0)::float8,
               coalesce(s.calls, 0)::bigint, coalesce(s.replays, 0)::bigint, coalesce(s.input_tokens, 0)::bigint,
               coalesce(s.output_tokens, 0)::bigint, coalesce(s.cost, 0)::bigint,
               i.undo_requested_at, u.ended_at, u.items, coalesce(s.items, 0)::bigint, u.episodes, u.assertions, u.users, u.graphs, u.threads,
               i.quiet_from, i.quiet_to, i.quiet_zone, i.quiet_until
        FROM import i
        LEFT JOIN import_undo u ON u.import_key = i.import_key
        CROSS JOIN (SELECT now, now - interval '{WindowSeconds} s' AS since FROM (SELECT sql_now() AS now OFFSET 0) n) t
        CROSS JOIN LATERAL ({Sums}) s
        """;

    /// <summary>The seconds of <see cref="ImportEstimate.Window"/>.</summary>
    public const string WindowSeconds = "60";

    /// <summary>One import of a project, or null.</summary>
    public static async ValueTask<ImportSummary?> FindAsync(
        NpgsqlConnection connection, ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        (await FindWithKeyAsync(connection, project, importId, cancellationToken))?.Summary;

    /// <summary>The same with its key.</summary>
    public static ValueTask<(long ImportKey, ImportSummary Summary)?> FindWithKeyAsync(
        NpgsqlConnection connection, ProjectId project, Guid importId, CancellationToken cancellationToken) => connection
        .Statement(Select + " WHERE i.project_key = $1 AND i.import_uuid = $2", project.Value, importId)
        .RowAsync(r => ((long, ImportSummary)?)Read(r), cancellationToken);

    /// <summary>The import of a key, which exists.</summary>
    public static async ValueTask<ImportSummary> GetAsync(
        NpgsqlConnection connection, long importKey, CancellationToken cancellationToken) =>
        await connection.Statement(Select + " WHERE i.import_key = $1", importKey).RowAsync(r => Read(r).Summary, cancellationToken)
        ?? throw BatchServiceException.NotFound("import", importKey.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads the current row of the reader.</summary>
    public static (long ImportKey, ImportSummary Summary) Read(NpgsqlDataReader row)
    {
        var (closedAt, pausedAt, canceledAt) = (row.Maybe<DateTimeOffset>(8), row.Maybe<DateTimeOffset>(9), row.Maybe<DateTimeOffset>(10));
        var parts = ReadParts(row);
        var counts = ReadProgress(row, canceledAt is not null);
        var undo = ReadUndo(row);
        var status = undo switch
        {
            null => ImportOutcome.From(closedAt is not null, canceledAt is not null, parts, counts),
            { CompletedAt: null } => ImportStatus.Undoing,
            _ => ImportStatus.Undone,
        };
        var now = row.Instant(11);
        var estimate = status <= ImportStatus.Processing && pausedAt is null && row.Maybe<DateTimeOffset>(17) is { } began
            ? ImportEstimate.From(row.GetDouble(34), now - began, Expected(row, counts) - counts.EndedItems, row.GetBoolean(20))
            : default;
        return (row.GetInt64(0), new ImportSummary
        {
            ImportId = row.GetGuid(1),
            Name = row.GetString(2),
            Source = row.Text(3),
            Metadata = row.Json(4),
            ExpectedItems = row.Maybe<long>(5),
            Status = status,
            CreatedAt = row.Instant(6),
            UpdatedAt = row.Instant(7),
            ClosedAt = closedAt,
            PausedAt = pausedAt,
            QuietHours = QuietState.ReadHours(row, 49),
            QuietUntil = pausedAt is null ? null : row.Maybe<DateTimeOffset>(52),
            CancelRequestedAt = canceledAt,
            ProcessedAt = row.Maybe<DateTimeOffset>(16),
            CompletedAt = status <= ImportStatus.Processing ? null : Later(closedAt, row.Maybe<DateTimeOffset>(18)),
            Parts = parts,
            Progress = counts with { PercentComplete = Percent(counts.EndedItems, Expected(row, counts)) },
            ModelRun = row.GetBoolean(19) ? ReadModelRun(row) : null,
            Undo = undo,
            ItemsPerSecond = estimate.ItemsPerSecond,
            EtaSeconds = estimate.EtaSeconds,
            EstimatedCompletion = estimate.EtaSeconds is { } seconds ? now + TimeSpan.FromSeconds(seconds) : null,
        });
    }

    private static ImportParts ReadParts(NpgsqlDataReader row)
    {
        var (all, drafts, queued, processing) =
            ((int)row.GetInt64(12), (int)row.GetInt64(13), (int)row.GetInt64(14), (int)row.GetInt64(15));
        return new ImportParts(all, drafts, queued, processing, all - drafts - queued - processing);
    }

    private static ImportProgress ReadProgress(NpgsqlDataReader row, bool canceled)
    {
        var byModel = row.GetBoolean(19);
        var (failed, skipped) = (row.GetInt64(28), row.GetInt64(26));
        var lost = row.GetInt64(27) + (canceled ? row.GetInt64(22) : 0);
        return new ImportProgress
        {
            TotalItems = row.GetInt64(21),
            QueuedItems = row.GetInt64(23) - row.GetInt64(24),
            ProcessingItems = row.GetInt64(24),
            SucceededItems = row.GetInt64(25),
            FailedItems = failed,
            SkippedItems = skipped,
            CanceledItems = lost,
            Facts = row.GetInt64(32),
            Entities = row.GetInt64(33),
            ExtractedItems = byModel ? row.GetInt64(29) : null,
            UnextractedItems = byModel ? row.GetInt64(30) : null,
            EndedItems = row.GetInt64(31) + failed + skipped + lost,
            PercentComplete = 0,
        };
    }

    // Prices are stored in millionths.
    private static ImportModelRun ReadModelRun(NpgsqlDataReader row) => new(
        row.GetInt64(35), row.GetInt64(36), row.GetInt64(37), row.GetInt64(38), row.GetInt64(39) / 1_000_000m);

    private static ImportUndo? ReadUndo(NpgsqlDataReader row) => row.Maybe<DateTimeOffset>(40) is not { } requested ? null : new ImportUndo
    {
        RequestedAt = requested,
        CompletedAt = row.Maybe<DateTimeOffset>(41),
        PercentComplete = row.IsDBNull(41) ? Math.Min(100, Percent(row.GetInt64(42), row.GetInt64(43))) : 100, // of the batches that are left
        RemovedEpisodes = row.GetInt64(44),
        RemovedStatements = row.GetInt64(45),
        RemovedUsers = row.GetInt32(46),
        RemovedGraphs = row.GetInt32(47),
        RemovedThreads = row.GetInt32(48),
    };

    private static long Expected(NpgsqlDataReader row, ImportProgress counts) =>
        Math.Max(row.Maybe<long>(5) ?? 0, counts.TotalItems);

    private static double Percent(long ended, long all) => all == 0 ? 0 : Math.Round(100.0 * ended / all, 2);

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) => b is null || a > b ? a : b;
}
