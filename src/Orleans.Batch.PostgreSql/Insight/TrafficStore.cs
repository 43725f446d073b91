using Npgsql;
using Orleans.Batch.Insight;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>Real time and batches side by side, on the connection pool of searches.</summary>
internal sealed class TrafficStore(Database database) : ITrafficStore
{
    private const int Steps = LiveTraffic.Minutes * 60 / LiveTraffic.StepSeconds;
    private const int StepsPerMinute = 60 / LiveTraffic.StepSeconds;

    // Steps are whole: they end before the time of the query, so that none is partial.
    private static readonly string Base =
        $"date_bin('{LiveTraffic.StepSeconds} s', t.now, '2000-01-01Z') - interval '{LiveTraffic.Minutes} min'";

    private static readonly string LiveSteps =
        $"""
        SELECT grouping(n) = 0, coalesce(n, 0), recent, count(*), sum(items)::bigint, count(*) FILTER (WHERE failed > 0),
            extract(epoch FROM max(completed_at - from_time))::float8,
            percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ms)
        FROM (
            SELECT s.n, s.n >= {Steps - StepsPerMinute} AS recent, s.from_time, c.completed_at, c.items, c.failed,
                (extract(epoch FROM c.completed_at - c.created_at) * 1000)::float8 AS ms
            FROM {InsightSql.Moment}
            CROSS JOIN LATERAL (
                SELECT n, {Base} + n * interval '{LiveTraffic.StepSeconds} s' AS from_time
                FROM generate_series(0, {Steps - 1}) n) s
            CROSS JOIN LATERAL (
                SELECT completed_at, created_at, items, failed FROM realtime_task
                WHERE project_key = $1 AND kind IN {Stored.IngestTaskType.Writes} AND completed_at >= s.from_time
                  AND completed_at < s.from_time + interval '{LiveTraffic.StepSeconds} s'
                ORDER BY completed_at LIMIT {LiveTraffic.CallsPerStep}) c) calls
        GROUP BY GROUPING SETS ((n, recent), (recent))
        """;

    // Running batches, and those that ended in this time: the count of each at each moment.
    private static readonly string BatchPoints =
        $"""
        WITH moment AS MATERIALIZED (SELECT now, {Base} AS since FROM {InsightSql.Moment}),
        active AS MATERIALIZED (
            (SELECT batch_key FROM batch WHERE project_key = $1 AND status IN {Stored.BatchStatus.Unfinished} ORDER BY process_number LIMIT 100)
            UNION
            (SELECT batch_key FROM batch WHERE project_key = $1 AND updated_at >= (SELECT since FROM moment) AND status >= {Stored.BatchStatus.Succeeded}
             ORDER BY updated_at DESC LIMIT 1000))
        SELECT m.now, m.since, b.batch_key, coalesce(b.prepared_at, b.processed_at), coalesce(b.completed_at, m.now), p.ended,
            s.at, s.ended
        FROM moment m LEFT JOIN active a ON true
        LEFT JOIN LATERAL (SELECT * FROM batch WHERE batch_key = a.batch_key LIMIT 1) b ON true
        LEFT JOIN LATERAL (
            SELECT sum(succeeded + failed + skipped + canceled)::int AS ended FROM batch_progress WHERE batch_key = a.batch_key) p ON true
        LEFT JOIN LATERAL (
            (SELECT at, ended FROM batch_sample WHERE batch_key = a.batch_key AND at <= m.since ORDER BY at DESC LIMIT 1)
            UNION ALL
            (SELECT at, ended FROM batch_sample WHERE batch_key = a.batch_key AND at > m.since ORDER BY at LIMIT 300)) s ON true
        LIMIT 20000
        """;

    /// <inheritdoc/>
    public ValueTask<LiveTraffic> ReadTrafficAsync(ProjectId project, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Searches.OpenConnectionAsync(cancellationToken);
            var points = await connection.Statement(BatchPoints, project.Value).RowsAsync(ReadPoint, cancellationToken);
            var (at, since) = (points[0].Now, points[0].Since);
            var spread = new RateDistribution(since, TimeSpan.FromSeconds(LiveTraffic.StepSeconds), Steps);
            foreach (var batch in points.Where(p => p.Batch is not null).GroupBy(p => p.Batch))
            {
                spread.Add(PathOf([.. batch]));
            }

            var (live, quantiles) = await ReadLiveAsync(connection, project, cancellationToken);
            var lastMinute = live[^StepsPerMinute..];
            return new LiveTraffic(
                at,
                new TrafficStatistics(
                    Rounded(lastMinute.Average(s => s.CallsPerSecond)),
                    Rounded(lastMinute.Average(s => s.ItemsPerSecond)),
                    Rounded(lastMinute.Average(s => s.FailedPerSecond)),
                    quantiles.P50,
                    quantiles.P95,
                    quantiles.P99),
                [.. live.Select((s, i) => new TrafficInterval(since.AddSeconds(i * LiveTraffic.StepSeconds), s, Rounded(spread.PerSecond[i])))])
            {
                BatchItemsPerSecond = Rounded(spread.PerSecond[^StepsPerMinute..].Average()),
            };
        });

    // The figures of each step, and the quantiles of the last minute.
    private static async ValueTask<(TrafficStatistics[] Steps, (double? P50, double? P95, double? P99) Minute)> ReadLiveAsync(
        NpgsqlConnection connection, ProjectId project, CancellationToken cancellationToken)
    {
        var live = new TrafficStatistics[Steps];
        Array.Fill(live, new TrafficStatistics(0, 0, 0, null, null, null));
        (double?, double?, double?) minute = default;
        foreach (var row in await connection.Statement(LiveSteps, project.Value).RowsAsync(ReadStep, cancellationToken))
        {
            if (row.Step is { } step)
            {
                live[step] = row.Figures;
            }
            else if (row.Recent)
            {
                minute = (row.Figures.P50, row.Figures.P95, row.Figures.P99);
            }
        }

        return (live, minute);
    }

    // From the beginning, through its samples, to the end or to now.
    private static IEnumerable<(DateTimeOffset At, int Ended)> PathOf(IReadOnlyList<BatchPoint> rows)
    {
        if (rows[0].Began is not { } began)
        {
            return [];
        }

        var end = rows[0].End!.Value;
        return rows
            .Where(r => r.At is not null && r.At > began && r.At < end)
            .Select(r => (r.At!.Value, r.EndedThen!.Value))
            .OrderBy(p => p.Item1)
            .Prepend((began, 0))
            .Append((end, rows[0].Ended ?? 0));
    }

    private static BatchPoint ReadPoint(NpgsqlDataReader r) => new(
        r.Instant(0),
        r.Instant(1),
        r.Maybe<long>(2),
        r.Maybe<DateTimeOffset>(3),
        r.Maybe<DateTimeOffset>(4),
        r.Maybe<int>(5),
        r.Maybe<DateTimeOffset>(6),
        r.Maybe<int>(7));

    private static (int? Step, bool Recent, TrafficStatistics Figures) ReadStep(NpgsqlDataReader r)
    {
        var calls = r.GetInt64(3);

        // In a full step only the first calls were read: their rate is the step's.
        var seconds = calls < LiveTraffic.CallsPerStep ? LiveTraffic.StepSeconds : Math.Max(r.GetDouble(6), 0.001);
        var quantiles = r.GetFieldValue<double[]>(7);
        return (
            r.GetBoolean(0) ? r.GetInt32(1) : null,
            r.GetBoolean(2),
            new TrafficStatistics(
                Rounded(calls / seconds),
                Rounded(r.GetInt64(4) / seconds),
                Rounded(r.GetInt64(5) / seconds),
                Rounded(quantiles[0]),
                Rounded(quantiles[1]),
                Rounded(quantiles[2])));
    }

    private static double Rounded(double value) => Math.Round(value, 2);

    private sealed record BatchPoint(
        DateTimeOffset Now,
        DateTimeOffset Since,
        long? Batch,
        DateTimeOffset? Began,
        DateTimeOffset? End,
        int? Ended,
        DateTimeOffset? At,
        int? EndedThen);
}
