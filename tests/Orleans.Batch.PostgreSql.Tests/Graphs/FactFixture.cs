using Orleans.Batch.Facts;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

/// <summary>Nodes and facts as a commit leaves them.</summary>
public abstract class FactFixture(TestDatabase database) : MemoryFixture(database)
{
    /// <summary>An episode in a graph, and its number there.</summary>
    protected sealed record EpisodeRef(Guid Uuid, long Number, int Day);

    protected long GraphKey { get; private set; }

    private long _batch;
    private int _items;

    protected static SearchFilters None { get; } = new();

    protected async Task BeginAsync(string graphId = "g1")
    {
        await NewGraphAsync(graphId);
        GraphKey = await GraphKeyAsync(graphId);
        _batch = await NewBatchAsync(BatchStatus.Succeeded);
    }

    /// <summary>Selects the graph of the following calls.</summary>
    protected void UseGraph(long graphKey, long batch) => (GraphKey, _batch) = (graphKey, batch);

    protected async Task<EpisodeRef> AddEpisodeAsync(
        int day, string? metadata = null, string graphId = "g1", string? content = null, string? threadId = null)
    {
        var number = _items + 1;
        var uuid = await AddItemAsync(_batch, _items++, 0, graphId, day, metadata);
        if (content is not null)
        {
            await Database.ExecuteAsync("UPDATE episode_data SET content = $2 WHERE episode_uuid = $1", uuid, content);
        }

        await IngestAsync(GraphKey, uuid, number, day, threadId);
        await Database.ExecuteAsync("UPDATE graph_state SET last_number = $2 WHERE graph_key = $1", GraphKey, (long)number);
        return new EpisodeRef(uuid, number, day);
    }

    protected async Task<Guid> NodeAsync(string name, int day = 0, params string[] labels)
    {
        var uuid = NodeId.FromName(GraphKey, name);
        await Database.ExecuteAsync(
            """
            INSERT INTO node (node_uuid, name, named_at, named_ord, labels, created_at) VALUES ($1, $2, $3, 0, $4, $3)
            ON CONFLICT (node_uuid) DO NOTHING
            """,
            uuid, name, Day(day), labels);
        return uuid;
    }

    protected Task<Guid> FactAsync(
        EpisodeRef episode, string source, string name, string target, int? until = null, int index = 0, int? slot = null) =>
        InsertAsync(episode, source, name, target, null, until, index, slot ?? (name + target).GetHashCode(StringComparison.Ordinal));

    protected Task<Guid> ValueAsync(
        EpisodeRef episode, string source, string name, string value, int? until = null, int index = 0, int? slot = null) =>
        InsertAsync(episode, source, name, source, value, until, index, slot ?? name.GetHashCode(StringComparison.Ordinal));

    protected async Task<Guid> RepeatAsync(
        EpisodeRef episode, string source, string name, string target, int index = 0, bool ends = false, int? slot = null)
    {
        var uuid = AssertionId.Create(GraphKey, episode.Number, index);
        await Database.ExecuteAsync(
            """
            INSERT INTO fact_repeat (source_node, slot, valid_at, ord, fact_uuid, ends, target_node, name, episode_uuid, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $3)
            """,
            await NodeAsync(source), (long)(slot ?? (name + target).GetHashCode(StringComparison.Ordinal)), Day(episode.Day), Ord(episode, index), uuid,
            ends, await NodeAsync(target), name, episode.Uuid);
        return uuid;
    }

    protected async Task MentionAsync(EpisodeRef episode, string name, int index = 0) =>
        await Database.ExecuteAsync(
            "INSERT INTO mention (mention_uuid, node_uuid, episode_uuid) VALUES ($1, $2, $3)",
            AssertionId.Create(GraphKey, episode.Number, index), await NodeAsync(name), episode.Uuid);

    private static long Ord(EpisodeRef episode, int index) => (episode.Number << 14) | (uint)index;

    private async Task<Guid> InsertAsync(
        EpisodeRef episode, string source, string name, string target, string? value, int? until, int index, long slot)
    {
        var uuid = AssertionId.Create(GraphKey, episode.Number, index);
        await Database.ExecuteAsync(
            """
            INSERT INTO fact (
                fact_uuid, source_node, slot, valid_at, ord, target_node, name, value, episode_uuid, created_at,
                invalid_at, end_ord, expired_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $4, $10, $11, $10)
            """,
            uuid, await NodeAsync(source), slot, Day(episode.Day), Ord(episode, index), await NodeAsync(target), name,
            value, episode.Uuid, until is { } end ? Day(end) : null, until is null ? null : 0L);
        return uuid;
    }
}
