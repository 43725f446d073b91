using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Reads watched batches from PostgreSQL.</summary>
internal sealed class BatchWatchStore(Database database) : IBatchWatchStore
{
    private const string LongestLanes =
        $"""
        SELECT lane_key, total - cursor FROM lane
        WHERE lane_key >= ($1 << 20) AND lane_key < (($1 + 1) << 20) AND state = {Stored.LaneState.Open}
        ORDER BY total - cursor DESC LIMIT $2
        """;

    private const string LanesLeft =
        $"""
        SELECT k.lane_key, l.items FROM unnest($1) AS k(lane_key)
        JOIN LATERAL (SELECT total - cursor AS items FROM lane
                      WHERE lane_key = k.lane_key AND state = {Stored.LaneState.Open} LIMIT 1) l ON true
        WHERE l.items > 0
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<(long BatchKey, BatchSummary Batch)>> ReadWatchedAsync(
        IReadOnlyList<Guid> batchIds, CancellationToken cancellationToken) =>
        StoreFaults.Translate<IReadOnlyList<(long, BatchSummary)>>(async () => await database.Background
            .Statement(BatchRows.Select + " WHERE b.batch_uuid = ANY ($1)", batchIds.ToArray())
            .RowsAsync(BatchRows.Read, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RemainingLane>> ReadLongestLanesAsync(
        long batchKey, int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate<IReadOnlyList<RemainingLane>>(async () => await database.Background
            .Statement(LongestLanes, batchKey, limit)
            .RowsAsync(r => new RemainingLane(r.GetInt64(0), r.GetInt32(1)), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RemainingLane>> ReadLanesLeftAsync(
        IReadOnlyList<long> laneKeys, CancellationToken cancellationToken) =>
        StoreFaults.Translate<IReadOnlyList<RemainingLane>>(async () => await database.Background
            .Statement(LanesLeft, laneKeys.ToArray())
            .RowsAsync(r => new RemainingLane(r.GetInt64(0), r.GetInt32(1)), cancellationToken));
}
