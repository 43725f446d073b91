using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>How a batch's items ended over time.</summary>
internal static class ProgressHistories
{
    private const string ReadSamples = "SELECT at, ended, failed FROM batch_sample WHERE batch_key = $1 ORDER BY at";

    private const string ReadTimes = $"SELECT prepared_at, now FROM batch, {InsightSql.Moment} WHERE batch_key = $1";

    /// <summary>Reads the history, from the process call to the batch's end or to now.</summary>
    public static async ValueTask<ProgressHistory> ReadAsync(
        NpgsqlConnection connection, long key, BatchSummary batch, CancellationToken cancellationToken)
    {
        if (batch.ProcessedAt is not { } processed)
        {
            return new ProgressHistory([]);
        }

        var samples = await connection.Statement(ReadSamples, key).RowsAsync(
            r => new ProgressPoint(r.Instant(0), r.GetInt32(1), r.GetInt32(2)), cancellationToken);
        var (prepared, now) = await connection
            .Statement(ReadTimes, key)
            .RowAsync(r => (r.Maybe<DateTimeOffset>(0), r.Instant(1)), cancellationToken);
        var counts = batch.Progress;
        var end = new ProgressPoint(
            batch.CompletedAt ?? now,
            counts.SucceededItems + counts.FailedItems + counts.SkippedItems + counts.CanceledItems,
            counts.FailedItems);
        List<ProgressPoint> points = [new(processed, 0, 0)];
        points.AddRange(prepared is { } began ? [new ProgressPoint(began, 0, 0)] : []);
        points.AddRange(samples.Where(s => s.At > points[^1].At && s.At < end.At && s.Ended <= end.Ended));
        points.Add(end);
        return new ProgressHistory(points);
    }
}
