using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>A batch's errors by code.</summary>
internal static class ErrorReports
{
    // By the primary key, in one scan; the message of each group's first item afterwards.
    private const string GroupErrors =
        """
        SELECT g.*, m.message
        FROM (SELECT code, status, count(*)::int, (count(*) FILTER (WHERE retryable))::int, min(sequence) AS first, max(sequence),
                     min(at), max(at)
              FROM (SELECT code, status, retryable, sequence, at FROM item_outcome
                    WHERE batch_key = $1 AND code IS NOT NULL ORDER BY sequence LIMIT $2) o
              GROUP BY code, status) g
        LEFT JOIN LATERAL (SELECT message FROM item_outcome WHERE batch_key = $1 AND sequence = g.first LIMIT 1) m ON true
        """;

    private const string CanceledLanes =
        $"""
        SELECT canceled_because IS NOT NULL, sum(total - cursor)::int, min(canceled_because), max(canceled_at)
        FROM lane WHERE {InsightSql.LanesOfBatch} AND state = {Stored.LaneState.Canceled} GROUP BY 1 ORDER BY 1 DESC
        """;

    /// <summary>Reads the report.</summary>
    public static async ValueTask<ErrorReport> ReadAsync(
        NpgsqlConnection connection, long key, BatchSummary batch, CancellationToken cancellationToken)
    {
        var groups = await connection
            .Statement(GroupErrors, key, (long)ErrorReport.MaxScanned)
            .RowsAsync(ReadGroup, cancellationToken);
        var complete = groups.Sum(g => g.Items) < ErrorReport.MaxScanned;
        if (complete)
        {
            await AddLanesAsync(connection, key, batch, groups, cancellationToken);
        }

        return new ErrorReport([.. groups.OrderByDescending(g => g.Items).ThenBy(g => g.Code, StringComparer.Ordinal)], complete);
    }

    // Items of canceled lanes have no row of their own; the counts give their number.
    private static async ValueTask AddLanesAsync(
        NpgsqlConnection connection, long key, BatchSummary batch, List<ErrorGroup> groups, CancellationToken cancellationToken)
    {
        var left = batch.Progress.CanceledItems - groups.Where(g => g.Status == ItemStatus.Canceled).Sum(g => g.Items);
        if (left <= 0)
        {
            return;
        }

        var lanes = await connection.Statement(CanceledLanes, key).RowsAsync(
            r => (Deleted: r.GetBoolean(0), Items: r.GetInt32(1), Because: r.Text(2), At: r.Maybe<DateTimeOffset>(3)), cancellationToken);
        foreach (var (_, items, because, at) in lanes.Where(l => l.Deleted))
        {
            Merge(groups, new(ErrorCodes.DestinationDeleted, ItemStatus.Canceled, Math.Min(items, left), 0, null, null, because ?? "", at, at));
            left -= Math.Min(items, left);
        }

        if (left > 0)
        {
            var at = batch.CancelRequestedAt;
            Merge(groups, new(ErrorCodes.BatchCanceled, ItemStatus.Canceled, left, left, null, null, CanceledMessage, at, at));
        }
    }

    private static void Merge(List<ErrorGroup> groups, ErrorGroup more)
    {
        var index = groups.FindIndex(g => g.Code == more.Code && g.Status == more.Status);
        if (index < 0)
        {
            groups.Add(more);
        }
        else
        {
            groups[index] = groups[index] with
            {
                Items = groups[index].Items + more.Items,
                Retryable = groups[index].Retryable + more.Retryable,
            };
        }
    }

    private static ErrorGroup ReadGroup(NpgsqlDataReader r) => new(
        r.GetString(0),
        (ItemStatus)r.GetInt16(1),
        r.GetInt32(2),
        r.GetInt32(3),
        r.GetInt32(4),
        r.GetInt32(5),
        r.Text(8) ?? "",
        r.Instant(6),
        r.Instant(7));

    private static string CanceledMessage => Batches.ItemState.BatchCanceled.Message;
}
