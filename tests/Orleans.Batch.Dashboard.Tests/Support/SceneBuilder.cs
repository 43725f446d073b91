using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>
/// Creates batches through the server and then changes their dates, so that a test of milliseconds shows a whole night.
/// </summary>
internal sealed class SceneBuilder(TestDatabase database, Api api)
{
    /// <summary>A batch that was processed to its end.</summary>
    /// <param name="items">Its items.</param>
    /// <param name="name">Its label.</param>
    /// <param name="ago">How long ago it was created.</param>
    /// <param name="took">How long it ran; null for an invalid batch, which never ran.</param>
    public async Task<string> EndedAsync(IEnumerable<object> items, string name, string ago, string? took)
    {
        var batch = await api.DraftAsync(items, new { name, source = "crm", owner = "night shift" });
        await (took is null ? api.RefusedAsync($"batches/{batch}/process") : api.ProcessAsync(batch));
        await api.EndOfAsync(batch);
        await DateAsync(batch, ago, $"t.at + interval '2 minutes' + interval '{took ?? "00:00:00.1"}'");
        await SampleAsync(batch, "completed_at", 1);
        return batch;
    }

    /// <summary>A user with a graph, and a thread with messages.</summary>
    public async Task TalkAsync(string user, string name, string thread)
    {
        await api.PostAsync("users", new { user_id = user, first_name = name, email = $"{user}@example.com" });
        await api.PostAsync("threads", new { thread_id = thread, user_id = user });
        await api.PostAsync(
            $"threads/{thread}/messages", new { messages = new[] { new { role = "user", name, content = "I live in Ghent. I work at Analytical Engines." } } });
    }

    /// <summary>Live writes, dated over the last five minutes.</summary>
    public async Task LiveAsync(string graph, int count)
    {
        await Task.WhenAll(Enumerable.Range(1, count).Select(n => api.PostAsync(
            "graph", new { graph_id = graph, type = "text", data = $"Customer {n} works at Analytical Engines." })));
        await Eventually.TrueAsync(
            async () => await database.ScalarAsync<long>("SELECT count(*) FROM realtime_task WHERE completed_at IS NULL") == 0);
        await database.ExecuteAsync(
            """
            UPDATE realtime_task t SET created_at = s.at, completed_at = s.at + (18 + 9 * sin(n / 6.0) + n % 7) * interval '1 ms'
            FROM (
                SELECT task_uuid, n, sql_now() - interval '5 minutes' * (1 - (n - 4 * sin(n / 9.0)) / ($1 + 4.0)) AS at
                FROM (SELECT task_uuid, row_number() OVER (ORDER BY task_uuid) AS n FROM realtime_task) r) s
            WHERE s.task_uuid = t.task_uuid
            """,
            (double)count);
    }

    /// <summary>A running batch, while writers are held; its lanes and counts show its progress.</summary>
    public async Task<string> RunningAsync(IEnumerable<object> items, string name, double share)
    {
        var batch = await api.DraftAsync(items, new { name, source = "crm", region = "eu-west" });
        await api.ProcessAsync(batch);
        await Eventually.TrueAsync(
            async () => (await api.GetAsync($"batches/{batch}")).GetProperty("status").GetString() == "processing");
        await DateAsync(batch, "9 minutes", "sql_now()");
        await DateItemsAsync(batch);
        await database.ExecuteAsync(
            """
            UPDATE lane SET cursor = (total * $2)::int FROM batch b
            WHERE b.batch_uuid = $1 AND lane_key / 1048576 = b.batch_key
            """,
            Guid.Parse(batch), share);
        await database.ExecuteAsync(
            """
            INSERT INTO batch_progress (batch_key, slot, succeeded, lanes_begun)
            SELECT b.batch_key, 0, sum(l.cursor), count(*) FILTER (WHERE l.cursor > 0)
            FROM batch b JOIN lane l ON l.lane_key / 1048576 = b.batch_key
            WHERE b.batch_uuid = $1 GROUP BY b.batch_key
            ON CONFLICT (batch_key, slot) DO UPDATE SET succeeded = excluded.succeeded, lanes_begun = excluded.lanes_begun
            """,
            Guid.Parse(batch));
        await SampleAsync(batch, "sql_now()", 0.97);
        return batch;
    }

    /// <summary>Dates a batch: the time of its creation, processing two minutes later, and its end.</summary>
    private async Task DateAsync(string batch, string ago, string end)
    {
        await database.ExecuteAsync(
            $"""
            UPDATE batch SET created_at = t.at, processed_at = t.at + interval '2 minutes',
                prepared_at = CASE WHEN status = 3 THEN NULL ELSE t.at + interval '2 minutes 0.2 s' END,
                completed_at = CASE WHEN completed_at IS NULL THEN NULL ELSE {end} END,
                updated_at = {end}
            FROM (SELECT sql_now() - $2::interval AS at) t
            WHERE batch_uuid = $1
            """,
            Guid.Parse(batch), ago);
    }

    /// <summary>
    /// Dates when the first and the last item were added, which a batch's page shows: the UUIDs of the episodes hold it
    /// (version 7: milliseconds first). Rows that are in a graph already are not changed.
    /// </summary>
    public async Task DateItemsAsync(string batch)
    {
        foreach (var table in (string[])["batch_item", "episode_data", "lane_item"])
        {
            await database.ExecuteAsync(
                $"""
                UPDATE {table} i SET episode_uuid = (
                    lpad(to_hex((extract(epoch FROM b.created_at + (1 + i.sequence / 1000.0) * interval '1 s') * 1000)::bigint), 12, '0')
                    || substr(replace(i.episode_uuid::text, '-', ''), 13))::uuid
                FROM batch b WHERE b.batch_uuid = $1 AND i.batch_key = b.batch_key
                    AND (i.sequence = 0 OR i.sequence = b.item_count - 1)
                """,
                Guid.Parse(batch));
        }
    }

    /// <summary>Dates the webhook messages about ended batches.</summary>
    public async Task DateDeliveriesAsync()
    {
        await database.ExecuteAsync("UPDATE outbox m SET created_at = b.completed_at FROM batch b WHERE b.batch_uuid = m.subject AND b.completed_at IS NOT NULL");
        await database.ExecuteAsync(
            """
            UPDATE webhook_delivery d SET ended_at = m.created_at + interval '84 ms'
            FROM outbox m WHERE m.message_key = d.message_key AND d.ended_at IS NOT NULL
            """);
    }

    // A varying rate, to make the chart useful.
    private Task<int> SampleAsync(string batch, string end, double upTo) => database.ExecuteAsync(
        $"""
        INSERT INTO batch_sample (batch_key, at, ended, failed)
        SELECT b.batch_key, b.prepared_at + x * ({end} - b.prepared_at),
               ((x - 0.028 * sin(x * 19) - 0.012 * sin(x * 53)) * p.ended)::int, (x * p.failed)::int
        FROM batch b
        JOIN LATERAL (
            SELECT sum(succeeded + failed + skipped + canceled) AS ended, sum(failed) AS failed
            FROM batch_progress WHERE batch_key = b.batch_key) p ON p.ended > 0
        CROSS JOIN LATERAL (SELECT n / 60.0 AS x FROM generate_series(1, 59) n) s
        WHERE b.batch_uuid = $1 AND b.prepared_at IS NOT NULL AND x <= $2
        ON CONFLICT DO NOTHING
        """,
        Guid.Parse(batch), upTo);
}
