using Npgsql;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Commits;

/// <summary>
/// The events of the items of one commit, for subscribers: collected in arrays, written by one set-based
/// statement each, in the order of the batches, so that no two commits deadlock.
/// </summary>
internal sealed class ItemEvents(IReadOnlyList<WantedEvents> wanted)
{
    private const string Deliver =
        """
        endpoint AS (
            SELECT w.endpoint_key, w.project_key FROM webhook_endpoint w
            WHERE w.project_key = ANY ($1) AND w.enabled AND $2 = ANY (w.events) FOR KEY SHARE),
        delivery AS (
            INSERT INTO webhook_delivery (message_key, endpoint_key, shard, next_attempt_at)
            SELECT m.message_key, w.endpoint_key, w.endpoint_key % $3, t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t, message m JOIN endpoint w USING (project_key)
            RETURNING shard)
        SELECT DISTINCT shard FROM delivery
        """;

    private const string AddEpisodes =
        $"""
        WITH message AS (
            INSERT INTO outbox (message_uuid, project_key, event_name, subject, payload)
            SELECT e.message_uuid, p.project_key, $2, e.episode_uuid, json_strip_nulls(json_build_object(
                'event_name', $2,
                'account_uuid', p.project_uuid,
                'project_uuid', p.project_uuid,
                'episode_uuid', e.episode_uuid,
                'source', (ARRAY['text', 'json', 'message'])[e.data_type + 1],
                'completed_at', to_char(t.now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'graph_type', CASE WHEN u.user_key IS NULL THEN 'graph' ELSE 'user' END,
                'graph_id', g.graph_id,
                'user_id', u.user_id,
                'graph_uuid', g.graph_uuid,
                'user_uuid', u.user_uuid))::text
            FROM (SELECT sql_now() AS now OFFSET 0) t,
                 unnest($4, $5, $6, $7, $8) AS e(message_uuid, project_key, graph_key, episode_uuid, data_type)
            JOIN project p USING (project_key)
            JOIN graph g ON g.graph_key = e.graph_key
            LEFT JOIN memory_user u ON u.graph_key = e.graph_key
            ON CONFLICT (event_name, subject) DO NOTHING
            RETURNING message_key, project_key),
        {Deliver}
        """;

    private const string AddFirstErrors =
        $"""
        WITH message AS (
            INSERT INTO outbox (message_uuid, project_key, event_name, subject, payload)
            SELECT e.message_uuid, p.project_key, $2, e.batch_uuid, json_build_object(
                'event_name', $2,
                'account_uuid', p.project_uuid,
                'project_uuid', p.project_uuid,
                'batch_id', e.batch_uuid,
                'item_id', e.item_id,
                'sequence_index', e.sequence,
                'code', e.code,
                'message', e.message,
                'occurred_at', to_char(t.now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text
            FROM (SELECT sql_now() AS now OFFSET 0) t,
                 unnest($4, $5, $6, $7, $8, $9, $10)
                     AS e(message_uuid, project_key, batch_uuid, item_id, sequence, code, message)
            JOIN project p USING (project_key)
            ON CONFLICT (event_name, subject) DO NOTHING
            RETURNING message_key, project_key),
        {Deliver}
        """;

    private readonly Dictionary<long, WantedEvents> _wanted = wanted.ToDictionary(w => w.BatchKey);
    private readonly List<(long Project, long Graph, IngestItem Item)> _episodes = [];
    private readonly SortedDictionary<long, ItemResult> _errors = [];

    /// <summary>Adds a chunk whose lane moved.</summary>
    public void Add(ProcessedChunk processed)
    {
        var chunk = processed.Chunk;
        if (!_wanted.TryGetValue(chunk.BatchKey, out var events))
        {
            return;
        }

        foreach (var result in processed.Results)
        {
            if (result.Status == ItemStatus.Succeeded && events.Episodes)
            {
                _episodes.Add((events.ProjectKey, chunk.GraphKey, result.Item));
            }
            else if (result.Status == ItemStatus.Failed && events.FirstError
                && !(_errors.TryGetValue(chunk.BatchKey, out var first) && first.Item.Sequence < result.Item.Sequence))
            {
                _errors[chunk.BatchKey] = result;
            }
        }
    }

    /// <summary>Adds episodes of a graph whose project subscribes to each episode.</summary>
    public void Add(long projectKey, long graphKey, IEnumerable<ItemResult> results) => _episodes.AddRange(
        results.Where(r => r.Status == ItemStatus.Succeeded).Select(r => (projectKey, graphKey, r.Item)));

    /// <summary>Writes messages and deliveries.</summary>
    /// <returns>The shards of the deliveries.</returns>
    public async ValueTask<IReadOnlyList<short>> WriteAsync(
        NpgsqlConnection connection, int shards, CancellationToken cancellationToken)
    {
        var to = new List<short>();
        if (_episodes.Count > 0)
        {
            to.AddRange(await EpisodesStatement(connection, shards).RowsAsync(r => r.GetInt16(0), cancellationToken));
        }

        if (_errors.Count > 0)
        {
            to.AddRange(await ErrorsStatement(connection, shards).RowsAsync(r => r.GetInt16(0), cancellationToken));
        }

        return to;
    }

    private NpgsqlCommand EpisodesStatement(NpgsqlConnection connection, int shards) => connection.Statement(
        AddEpisodes,
        _episodes.Select(e => e.Project).Distinct().ToArray(),
        WebhookEvents.EpisodeProcessed,
        (long)shards,
        NewIds(_episodes.Count),
        _episodes.Select(e => e.Project).ToArray(),
        _episodes.Select(e => e.Graph).ToArray(),
        _episodes.Select(e => e.Item.EpisodeUuid).ToArray(),
        _episodes.Select(e => (int)e.Item.DataType).ToArray());

    private NpgsqlCommand ErrorsStatement(NpgsqlConnection connection, int shards)
    {
        var errors = _errors.Select(e => (Events: _wanted[e.Key], e.Value.Item.Sequence, e.Value.Error)).ToList();
        return connection.Statement(
            AddFirstErrors,
            errors.Select(e => e.Events.ProjectKey).Distinct().ToArray(),
            WebhookEvents.BatchFirstError,
            (long)shards,
            NewIds(errors.Count),
            errors.Select(e => e.Events.ProjectKey).ToArray(),
            errors.Select(e => e.Events.BatchId).ToArray(),
            errors.Select(e => BatchItemId.Create(e.Events.BatchId, e.Sequence)).ToArray(),
            errors.Select(e => e.Sequence).ToArray(),
            errors.Select(e => e.Error?.Code).ToArray(),
            errors.Select(e => e.Error?.Message).ToArray());
    }

    private static Guid[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];
}
