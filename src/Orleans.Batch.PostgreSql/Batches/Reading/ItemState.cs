using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The status of an item and the reason of its cancellation: no row of its own has them.</summary>
internal static class ItemState
{
    /// <summary>
    /// The status, over batch b, outcome o, lane l and lane_item li of an item. It is derived: an outcome row records every
    /// end except plain success; the lane's cursor and state give the rest. A batch canceled without lanes never had any.
    /// </summary>
    public const string Status =
        $"""
        CASE WHEN o.status IS NOT NULL THEN o.status
             WHEN b.status IN ({Stored.BatchStatus.Draft}, {Stored.BatchStatus.Invalid}) THEN {Stored.ItemStatus.Pending}
             WHEN b.status = {Stored.BatchStatus.Queued} THEN {Stored.ItemStatus.Queued}
             WHEN b.status = {Stored.BatchStatus.Canceled} AND b.lane_count IS NULL THEN {Stored.ItemStatus.Canceled}
             WHEN l.cursor > li.position OR l.lane_key IS NULL THEN {Stored.ItemStatus.Succeeded}
             WHEN l.state = {Stored.LaneState.Canceled} THEN {Stored.ItemStatus.Canceled}
             WHEN l.cursor = li.position AND l.cursor > 0 THEN {Stored.ItemStatus.Processing}
             ELSE {Stored.ItemStatus.Queued} END::smallint
        """;

    /// <summary>The error of an item whose batch was canceled.</summary>
    public static readonly ItemError BatchCanceled = new(
        ErrorCodes.BatchCanceled,
        "the batch was canceled before this item was ingested; retry the batch to take up what is left of it",
        Retryable: true,
        Attempts: 0);
}
