using Orleans.Batch.Chaos.Model;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.EndToEnd.Chaos;

/// <summary>Tests the checker itself: it finds each kind of violation, and no other kind with it.</summary>
public sealed class ModelCheckTests(CalmRun run) : IClassFixture<CalmRun>
{
    // Episodes of permanent graphs, without facts: no fact depends on them.
    private const string Plain =
        """
        (SELECT e.*, d.batch_key, d.sequence, d.content FROM graph_episode e
         JOIN graph g USING (graph_key) JOIN episode_data d USING (episode_uuid)
         WHERE g.graph_id LIKE 's7-%' AND d.content LIKE 'mark%parcels go out at noon')
        """;

    private const string PlainLive = $"(SELECT * FROM {Plain} p WHERE batch_key IS NULL)";

    private const string PlainItem = $"(SELECT * FROM {Plain} p WHERE batch_key IS NOT NULL)";

    private const string Succeeded = "(SELECT batch_key FROM batch WHERE status = 4 AND retry_of IS NULL ORDER BY 1 LIMIT 1)";

    [Theory]
    [InlineData("a live episode is gone", $"DELETE FROM graph_episode WHERE episode_uuid = (SELECT episode_uuid FROM {PlainLive} p LIMIT 1)")]
    [InlineData("a live payload is gone", $"DELETE FROM episode_data WHERE episode_uuid = (SELECT episode_uuid FROM {PlainLive} p LIMIT 1)")]
    [InlineData("an item's episode is gone", $"DELETE FROM graph_episode WHERE episode_uuid = (SELECT episode_uuid FROM {PlainItem} p LIMIT 1)")]
    [InlineData("an episode is in another graph", $"UPDATE graph_episode SET graph_key = graph_key + 1000000 WHERE episode_uuid = (SELECT episode_uuid FROM {PlainItem} p LIMIT 1)")]
    [InlineData("a draft is gone", "DELETE FROM batch WHERE batch_key = (SELECT batch_key FROM batch WHERE status = 0 AND retry_of IS NULL LIMIT 1)")]
    [InlineData("a batch was not processed", "UPDATE batch SET process_number = NULL, status = 0 WHERE batch_key = (SELECT batch_key FROM batch WHERE status = 3 LIMIT 1)", ViolationKind.Status, ViolationKind.Webhook)]
    [InlineData("a thread is gone", "DELETE FROM thread WHERE thread_id = 's7-thread-0'")]
    public Task Run_SomethingGone_SaysLost(string what, string sql, params ViolationKind[] also) => FindsAsync(ViolationKind.Lost, what, sql, also);

    [Theory]
    [InlineData("a live episode twice", $"""
        WITH victim AS MATERIALIZED (SELECT *, gen_random_uuid() AS copy FROM {PlainLive} p LIMIT 1),
        payload AS (
            INSERT INTO episode_data (episode_uuid, project_key, graph_key, data_type, dated, reference_time, content)
            SELECT v.copy, d.project_key, d.graph_key, d.data_type, d.dated, d.reference_time, d.content
            FROM victim v JOIN episode_data d USING (episode_uuid))
        INSERT INTO graph_episode (graph_key, episode_uuid, number, reference_time, ingested_at)
        SELECT graph_key, copy, number, reference_time, ingested_at FROM victim
        """)]
    [InlineData("an item in two graphs", $"""
        INSERT INTO graph_episode (graph_key, episode_uuid, number, reference_time, ingested_at)
        SELECT graph_key + 1000000, episode_uuid, number, reference_time, ingested_at FROM {PlainItem} p LIMIT 1
        """)]
    [InlineData("an item twice", """
        WITH victim AS (SELECT i.*, b.item_count, gen_random_uuid() AS copy FROM batch_item i JOIN batch b USING (batch_key)
                        WHERE b.status = 0 AND b.retry_of IS NULL AND b.item_count > 0 LIMIT 1),
        payload AS (
            INSERT INTO episode_data (episode_uuid, project_key, batch_key, sequence, data_type, dated, reference_time, content)
            SELECT v.copy, d.project_key, d.batch_key, v.item_count, d.data_type, d.dated, d.reference_time, d.content
            FROM victim v JOIN episode_data d USING (episode_uuid)),
        item AS (
            INSERT INTO batch_item (batch_key, sequence, episode_uuid, kind, role, destination_kind, destination_id)
            SELECT batch_key, item_count, copy, kind, role, destination_kind, destination_id FROM victim)
        UPDATE batch b SET item_count = b.item_count + 1 FROM victim v WHERE b.batch_key = v.batch_key
        """)]
    [InlineData("a batch twice", """
        INSERT INTO batch (project_key, batch_uuid, extraction, metadata)
        SELECT project_key, gen_random_uuid(), extraction, metadata FROM batch WHERE retry_of IS NULL LIMIT 1
        """)]
    [InlineData("a batch from nowhere", "INSERT INTO batch (project_key, batch_uuid, extraction) SELECT project_key, gen_random_uuid(), 0 FROM project LIMIT 1")]
    public Task Run_SomethingTwice_SaysDoubled(string what, string sql) => FindsAsync(ViolationKind.Doubled, what, sql);

    [Theory]
    [InlineData("two items of a graph", $"""
        WITH pair AS (SELECT graph_key, min(number) AS first, max(number) AS last FROM {PlainItem} p GROUP BY 1 HAVING count(*) > 1 LIMIT 1)
        UPDATE graph_episode e SET number = CASE WHEN number = first THEN last ELSE first END
        FROM pair p WHERE e.graph_key = p.graph_key AND e.number IN (first, last)
        """)]
    [InlineData("two live writes of a graph", $"""
        WITH pair AS (SELECT graph_key, min(number) AS first, max(number) AS last FROM {PlainLive} p GROUP BY 1 HAVING count(*) > 1 LIMIT 1)
        UPDATE graph_episode e SET number = CASE WHEN number = first THEN last ELSE first END
        FROM pair p WHERE e.graph_key = p.graph_key AND e.number IN (first, last)
        """)]
    [InlineData("the last batch before the first", """
        UPDATE batch SET process_number = (SELECT min(process_number) - 1 FROM batch)
        WHERE process_number = (SELECT max(process_number) FROM batch WHERE retry_of IS NULL)
        """)]
    public Task Run_TwoSwapped_SaysOrder(string what, string sql) => FindsAsync(ViolationKind.Order, what, sql);

    [Theory]
    [InlineData("one more succeeded", $"UPDATE batch_progress SET succeeded = succeeded + 1 WHERE (batch_key, slot) = (SELECT batch_key, slot FROM batch_progress WHERE batch_key = {Succeeded} LIMIT 1)")]
    [InlineData("one item more", $"UPDATE batch SET item_count = item_count + 1 WHERE batch_key = {Succeeded}")]
    public Task Run_CountChanged_SaysCounts(string what, string sql) => FindsAsync(ViolationKind.Counts, what, sql);

    [Theory]
    [InlineData("succeeded became partial", $"UPDATE batch SET status = 5 WHERE batch_key = {Succeeded}")]
    [InlineData("a batch still runs", $"UPDATE batch SET status = 2 WHERE batch_key = {Succeeded}", ViolationKind.Webhook)]
    [InlineData("another reason", "UPDATE item_outcome SET code = 'poison' WHERE code = 'invalid_json_data'")]
    public Task Run_StatusChanged_SaysStatus(string what, string sql, params ViolationKind[] also) => FindsAsync(ViolationKind.Status, what, sql, also);

    [Theory]
    [InlineData("no message", "DELETE FROM webhook_delivery; DELETE FROM outbox WHERE message_key = (SELECT min(message_key) FROM outbox WHERE subject IN (SELECT batch_uuid FROM batch))")]
    [InlineData("another id", "UPDATE outbox SET message_uuid = gen_random_uuid() WHERE message_key = (SELECT min(message_key) FROM outbox WHERE subject IN (SELECT batch_uuid FROM batch))")]
    [InlineData("another text", "UPDATE outbox SET payload = replace(payload, 'completed', 'Completed') WHERE message_key = (SELECT min(message_key) FROM outbox WHERE subject IN (SELECT batch_uuid FROM batch))")]
    [InlineData("another time", $"UPDATE batch SET completed_at = completed_at + interval '1 second' WHERE batch_key = {Succeeded}")]
    public Task Run_MessageChanged_SaysWebhook(string what, string sql) => FindsAsync(ViolationKind.Webhook, what, sql);

    [Theory]
    [InlineData("never received")]
    [InlineData("under two ids")]
    [InlineData("not signed")]
    public async Task Run_OtherMessagesReceived_SaysWebhook(string what)
    {
        var first = run.Received.First();
        IEnumerable<ReceivedMessage> received = what switch
        {
            "never received" => run.Received.Where(m => m.BatchId != first.BatchId),
            "under two ids" => [.. run.Received, first with { Id = Guid.NewGuid() }],
            _ => run.Received.Select(m => m == first ? m with { Timestamp = "1" } : m),
        };

        Only(ViolationKind.Webhook, await run.CheckReceivedAsync(received), what);
    }

    [Theory]
    [InlineData("later", "UPDATE fact SET valid_at = valid_at + interval '1 microsecond' WHERE fact_uuid = $")]
    [InlineData("never ended", "UPDATE fact SET invalid_at = NULL, expired_at = NULL WHERE fact_uuid = $")]
    [InlineData("gone", "DELETE FROM fact WHERE fact_uuid = $")]
    public Task Run_FactChanged_SaysFact(string what, string sql) => FindsAsync(
        ViolationKind.Fact,
        what,
        sql.Replace(
            "$",
            """
            (SELECT f.fact_uuid FROM fact f JOIN graph_episode e USING (episode_uuid) JOIN graph g USING (graph_key)
             WHERE g.graph_id LIKE 's7-%' AND f.name = 'PLAN' AND f.invalid_at > f.valid_at ORDER BY 1 LIMIT 1)
            """,
            StringComparison.Ordinal));

    private async Task FindsAsync(ViolationKind kind, string what, string sql, params ViolationKind[] also) =>
        Only(kind, await run.TamperAsync(sql), what, also);

    private static void Only(ViolationKind kind, IReadOnlyList<Violation> violations, string what, params ViolationKind[] also)
    {
        var all = string.Join('\n', violations.Take(20));
        violations.ShouldContain(v => v.Kind == kind, $"{what}: {kind} was not found\n{all}");
        violations.ShouldAllBe(v => v.Kind == kind || also.Contains(v.Kind), $"{what}:\n{all}");
    }
}
