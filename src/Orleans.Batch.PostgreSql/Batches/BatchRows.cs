using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Reads a batch from its row and its progress rows.</summary>
internal static class BatchRows
{
    /// <summary>The columns <see cref="Read"/> expects, in order: of a batch b and its progress p.</summary>
    public const string Columns = $"""
        b.batch_key, b.batch_uuid, b.status, b.item_count, b.metadata, b.ignore_roles, b.strict_ontology,
        b.extraction, b.created_at, b.updated_at, b.processed_at, b.completed_at,
        coalesce(p.succeeded, 0), coalesce(p.failed, 0), coalesce(p.skipped, 0), coalesce(p.canceled, 0),
        coalesce(p.lanes_begun, 0), b.cancel_requested_at, b.paused_at, b.retry_of, b.priority,
        b.extracts_stored, coalesce(p.facts, 0), coalesce(p.entities, 0),
        coalesce(p.extracted, 0), b.model, b.windows, b.model_hold,
        CASE WHEN b.extraction = {Stored.ExtractionMode.Model} AND b.status = {Stored.BatchStatus.Processing}
             THEN (SELECT count(*) FROM model_window WHERE batch_key = b.batch_key AND error_code IS NULL) ELSE 0 END,
        coalesce(p.unextracted, 0), coalesce(m.calls, 0), coalesce(m.replays, 0), coalesce(m.spent_input_tokens, 0),
        coalesce(m.spent_output_tokens, 0), coalesce(m.spent_cost, 0), m.max_tokens, m.max_cost,
        pr.state, pr.replaced, pr.started_at, pr.ended_at, coalesce(p.proposed, 0), coalesce(p.facts_added, 0),
        coalesce(p.facts_removed, 0), coalesce(p.facts_changed, 0), coalesce(p.facts_unchanged, 0),
        (SELECT import_uuid FROM import WHERE import_key = b.import_key)
        """;

    /// <summary>Joins the progress p to a batch b.</summary>
    public const string WithProgress = $"""
        LEFT JOIN LATERAL (
            SELECT sum(succeeded)::int AS succeeded, sum(failed)::int AS failed, sum(skipped)::int AS skipped,
                   sum(canceled)::int AS canceled, sum(lanes_begun)::int AS lanes_begun,
                   sum(facts)::bigint AS facts, sum(entities)::bigint AS entities, sum(extracted)::int AS extracted,
                   sum(unextracted)::int AS unextracted, sum(proposed)::int AS proposed, sum(facts_added)::bigint AS facts_added,
                   sum(facts_removed)::bigint AS facts_removed, sum(facts_changed)::bigint AS facts_changed,
                   sum(facts_unchanged)::bigint AS facts_unchanged
            FROM batch_progress WHERE batch_key = b.batch_key) p ON true
        LEFT JOIN LATERAL (
            SELECT * FROM model_budget
            WHERE b.extraction = {Stored.ExtractionMode.Model} AND batch_key = b.batch_key AND project_key = b.project_key LIMIT 1) m ON true
        LEFT JOIN LATERAL (SELECT * FROM proposal WHERE b.replaces AND batch_key = b.batch_key LIMIT 1) pr ON true
        """;

    /// <summary>Selects batches as <see cref="Read"/> expects them.</summary>
    public const string Select = $"SELECT {Columns} FROM batch b {WithProgress}";

    /// <summary>Reads the current row of the reader.</summary>
    public static (long BatchKey, BatchSummary Summary) Read(NpgsqlDataReader row)
    {
        var status = (BatchStatus)row.GetInt16(2);
        var total = row.GetInt32(3);
        return (row.GetInt64(0), new BatchSummary
        {
            BatchId = row.GetGuid(1),
            Status = status,
            ItemCount = total,
            Metadata = row.IsDBNull(4) ? null : new JsonText(row.GetString(4)),
            IgnoreRoles = row.IsDBNull(5) ? null : [.. row.GetFieldValue<short[]>(5).Select(r => (RoleType)r)],
            StrictOntology = row.IsDBNull(6) ? null : row.GetBoolean(6),
            Extraction = (ExtractionMode)row.GetInt16(7),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(8),
            UpdatedAt = row.GetFieldValue<DateTimeOffset>(9),
            ProcessedAt = row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10),
            CompletedAt = row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11),
            CancelRequestedAt = row.Maybe<DateTimeOffset>(17),
            PausedAt = row.Maybe<DateTimeOffset>(18),
            RetryOf = row.Maybe<Guid>(19),
            ImportId = row.Maybe<Guid>(46),
            Priority = row.GetInt16(20),
            ExtractsStored = row.GetBoolean(21) ? true : null,
            ModelRun = IsByModel(row) ? ReadModelRun(row) : null,
            Proposal = row.IsDBNull(37) ? null : ReadProposal(row),
            Progress = Progress(status, total, row),
        });
    }

    // Prices are stored in millionths.
    private static ModelRun ReadModelRun(NpgsqlDataReader row) => new()
    {
        Profile = row.Text(25),
        Windows = row.GetInt32(26),
        OpenWindows = (int)row.GetInt64(28),
        WaitsBecause = row.Text(27),
        Requests = row.GetInt64(30),
        Replays = row.GetInt64(31),
        InputTokens = row.GetInt64(32),
        OutputTokens = row.GetInt64(33),
        Cost = row.GetInt64(34) / 1_000_000m,
        MaxTokens = row.Maybe<long>(35),
        MaxCost = row.Maybe<long>(36) / 1_000_000m,
    };

    private static FactProposal ReadProposal(NpgsqlDataReader row) => new()
    {
        State = (ProposalState)row.GetInt16(37),
        AppliedEpisodes = row.GetInt32(38),
        ApplyRequestedAt = row.Maybe<DateTimeOffset>(39),
        EndedAt = row.Maybe<DateTimeOffset>(40),
        Episodes = row.GetInt32(41),
        AddedFacts = row.GetInt64(42),
        RemovedFacts = row.GetInt64(43),
        ChangedFacts = row.GetInt64(44),
        UnchangedFacts = row.GetInt64(45),
    };

    private static bool IsByModel(NpgsqlDataReader row) => (ExtractionMode)row.GetInt16(7) == ExtractionMode.Model;

    private static BatchProgress Progress(BatchStatus status, int total, NpgsqlDataReader row)
    {
        var progress = new BatchProgress
        {
            TotalItems = total,
            SucceededItems = row.GetInt32(12),
            FailedItems = row.GetInt32(13),
            SkippedItems = row.GetInt32(14),
            CanceledItems = row.GetInt32(15),
            ProcessingItems = row.GetInt32(16),
            Facts = row.GetInt64(22),
            Entities = row.GetInt64(23),
            ExtractedItems = IsByModel(row) ? row.GetInt32(24) : null,
            UnextractedItems = IsByModel(row) ? row.GetInt32(29) : null,
        };
        return status is BatchStatus.Draft or BatchStatus.Invalid
            ? progress
            : Running(progress);
    }

    // A lane that has begun works on one item, unless its remaining items ended before their turn (their thread was deleted).
    private static BatchProgress Running(BatchProgress progress)
    {
        var left = progress.TotalItems - progress.SucceededItems - progress.FailedItems - progress.SkippedItems
            - progress.CanceledItems;
        var processing = Math.Min(progress.ProcessingItems, left);
        return progress with { ProcessingItems = processing, QueuedItems = left - processing };
    }
}
