using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Selects the items of a batch for a list.</summary>
internal sealed record ItemSelection(
    ItemStatus? Status = null, string? Code = null, ItemKind? Kind = null, string? Destination = null)
{
    // An item's status is derived. Each status is searched where it is rare: in outcomes, in lanes, or, if it is the
    // common one, in the items in their order.
    private const string ItemFits =
        "(@kind IS NULL OR kind = @kind) AND (@destination IS NULL OR destination_id = @destination)";

    private const string InOrder =
        $"SELECT sequence FROM batch_item WHERE batch_key = @batch AND sequence >= @from AND {ItemFits} ORDER BY sequence LIMIT @limit";

    private const string ByOutcome =
        $"""
        SELECT o.sequence FROM item_outcome o
        CROSS JOIN LATERAL (SELECT FROM batch_item
                            WHERE batch_key = @batch AND sequence = o.sequence AND {ItemFits} LIMIT 1) i
        WHERE o.batch_key = @batch AND o.sequence >= @from
          AND (@status IS NULL OR o.status = @status) AND (@code IS NULL OR o.code = @code)
        ORDER BY o.sequence LIMIT @limit
        """;

    private const string ByDerivedStatus =
        $"""
        SELECT i.sequence
        FROM (SELECT sequence FROM batch_item
              WHERE batch_key = @batch AND sequence >= @from AND {ItemFits} ORDER BY sequence) i
        LEFT JOIN LATERAL (SELECT status, code FROM item_outcome WHERE batch_key = @batch AND sequence = i.sequence LIMIT 1) o ON true
        LEFT JOIN LATERAL (SELECT lane_key, position FROM lane_item
                           WHERE batch_key = @batch AND sequence = i.sequence LIMIT 1) li ON true
        LEFT JOIN LATERAL (SELECT lane_key, cursor, state, canceled_because FROM lane WHERE lane_key = li.lane_key LIMIT 1) l ON true
        CROSS JOIN (SELECT status, lane_count FROM batch WHERE batch_key = @batch) b
        WHERE {ItemState.Status} = @status
          AND (@code IS NULL OR @code = coalesce(
              o.code, CASE WHEN l.canceled_because IS NULL THEN '{ErrorCodes.BatchCanceled}' ELSE '{ErrorCodes.DestinationDeleted}' END))
        ORDER BY i.sequence LIMIT @limit
        """;

    // The items {1} of the lanes {0}, without those whose outcome differs.
    private const string ByLanes =
        $$"""
        SELECT li.sequence FROM lane l
        CROSS JOIN LATERAL (SELECT sequence FROM lane_item WHERE lane_key = l.lane_key AND {1} LIMIT 1048576) li
        CROSS JOIN LATERAL (SELECT FROM batch_item
                            WHERE batch_key = @batch AND sequence = li.sequence AND {{ItemFits}} LIMIT 1) i
        LEFT JOIN LATERAL (SELECT true AS told FROM item_outcome
                           WHERE batch_key = @batch AND sequence = li.sequence LIMIT 1) o ON true
        WHERE l.lane_key >= (@batch << 20) AND l.lane_key < ((@batch + 1) << 20) AND {0}
          AND li.sequence >= @from AND o.told IS NULL
        ORDER BY li.sequence LIMIT @limit
        """;

    private const string Open = $"l.state = {Stored.LaneState.Open}";

    private const string Canceled = $"l.state = {Stored.LaneState.Canceled}";

    private const string NoneAtAll = "SELECT sequence FROM batch_item WHERE false";

    // If at most this percentage of a batch has a status, it is searched by lanes.
    private const int RarePercent = 20;

    /// <summary>
    /// Returns the sequence indexes of a page, in order: of the items of <c>@batch</c> from <c>@from</c> on, at most
    /// <c>@limit</c>.
    /// </summary>
    /// <param name="batch">The state of the batch.</param>
    public string StatementFor(BatchSummary batch)
    {
        var counts = batch.Progress;
        return EffectiveStatus switch
        {
            { } status when HasNone(batch, status) => NoneAtAll,
            null when Code is null => InOrder,
            null or ItemStatus.Failed or ItemStatus.Skipped => ByOutcome,
            ItemStatus.Processing => Lanes($"{Open} AND l.cursor > 0", "position = l.cursor"),
            ItemStatus.Queued when batch.Status == BatchStatus.Processing && IsRare(counts.QueuedItems) =>
                Lanes(Open, "position >= l.cursor + (l.cursor > 0)::int"),
            ItemStatus.Succeeded when batch.Status == BatchStatus.Processing && IsRare(counts.SucceededItems) =>
                Lanes("l.cursor > 0", "position < l.cursor"),
            ItemStatus.Canceled when IsRare(counts.CanceledItems) =>
                $"SELECT sequence FROM (({ByOutcome}) UNION ({CanceledLanes})) c ORDER BY sequence LIMIT @limit",
            _ => ByDerivedStatus,
        };

        bool IsRare(int items) => items * 100L <= counts.TotalItems * (long)RarePercent;

        // A code means that the item has an outcome: then it has none of these statuses.
        string Lanes(string lanes, string items) => Code is null ? LanesOf(lanes, items) : NoneAtAll;
    }

    // The reason is in the lane's row.
    private string CanceledLanes => Code switch
    {
        null => LanesOf(Canceled, "position >= l.cursor"),
        ErrorCodes.BatchCanceled => LanesOf($"{Canceled} AND l.canceled_because IS NULL", "position >= l.cursor"),
        ErrorCodes.DestinationDeleted => LanesOf($"{Canceled} AND l.canceled_because IS NOT NULL", "position >= l.cursor"),
        _ => NoneAtAll,
    };

    private static bool HasNone(BatchSummary batch, ItemStatus status) => batch.Status switch
    {
        BatchStatus.Draft => status != ItemStatus.Pending,
        BatchStatus.Invalid => status is not (ItemStatus.Pending or ItemStatus.Failed),
        _ => CountOf(batch.Progress, status) == 0,
    };

    private static int CountOf(BatchProgress counts, ItemStatus status) => status switch
    {
        ItemStatus.Queued => counts.QueuedItems,
        ItemStatus.Processing => counts.ProcessingItems,
        ItemStatus.Succeeded => counts.SucceededItems,
        ItemStatus.Failed => counts.FailedItems,
        ItemStatus.Skipped => counts.SkippedItems,
        ItemStatus.Canceled => counts.CanceledItems,
        _ => 0, // pending items are in drafts and invalid batches
    };

    private static string LanesOf(string lanes, string items) => ByLanes
        .Replace("{0}", lanes, StringComparison.Ordinal)
        .Replace("{1}", items, StringComparison.Ordinal);

    /// <summary>Adds the parameters of <see cref="StatementFor"/>.</summary>
    public void AddTo(NpgsqlCommand command)
    {
        Add("status", NpgsqlDbType.Smallint, (short?)EffectiveStatus);
        Add("code", NpgsqlDbType.Text, Code);
        Add("kind", NpgsqlDbType.Smallint, (short?)Kind);
        Add("destination", NpgsqlDbType.Text, Destination);

        void Add(string name, NpgsqlDbType type, object? value) =>
            command.Parameters.Add(new() { ParameterName = name, Value = value ?? DBNull.Value, NpgsqlDbType = type });
    }

    // These two codes are in the lane's row, not in each item's.
    private ItemStatus? EffectiveStatus =>
        Status is null && Code is ErrorCodes.BatchCanceled or ErrorCodes.DestinationDeleted ? ItemStatus.Canceled : Status;
}
