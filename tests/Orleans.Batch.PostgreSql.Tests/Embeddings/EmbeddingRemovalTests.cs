using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Embeddings;

/// <summary>The vector of a deleted episode is gone, and those beside it are still those of their episodes.</summary>
public sealed class EmbeddingRemovalTests(TestDatabase database) : MeaningFixture(database)
{
    private const string Boiler = "The boiler broke down.";
    private const string Puppy = "We have a puppy.";
    private const string Married = "She got married.";

    [Fact]
    public async Task DeleteEpisodeAsync_ItsVector_IsRemoved()
    {
        await BeginAsync();
        await AddEpisodeAsync(1, content: Boiler);
        var puppy = await AddEpisodeAsync(2, content: Puppy);
        await AddEpisodeAsync(3, content: Married);
        await EmbedAllAsync();
        (await FindAsync("dog"))[0].ShouldBe(Puppy); // and now the block is in memory

        await Episodes.DeleteEpisodeAsync(Project, puppy.Uuid, default);

        (await CountVectorsAsync()).ShouldBe(2);
        (await FindAsync("dog")).ShouldNotContain(Puppy);
        (await FindAsync("bride"))[0].ShouldBe(Married);
        (await FindAsync("heating"))[0].ShouldBe(Boiler);
    }

    [Fact]
    public async Task DeleteEpisodeAsync_WhileItIsEmbedded_LeavesNoVector()
    {
        await BeginAsync();
        await AddEpisodeAsync(1, content: Boiler);
        var puppy = await AddEpisodeAsync(2, content: Puppy);
        Model.OnEmbedded = async () => await Episodes.DeleteEpisodeAsync(Project, puppy.Uuid, default);

        await NewIndexer().StepAsync(isBusy: false, default);
        Model.OnEmbedded = () => Task.CompletedTask;
        await EmbedAllAsync();

        (await CountVectorsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task DeleteThreadAsync_ItsVectors_AreRemoved()
    {
        await NewThreadAsync("u1", "t1", "t2");
        UseGraph(await UserGraphKeyAsync("u1"), await NewBatchAsync(BatchStatus.Succeeded));
        for (var i = 1; i <= 300; i++)
        {
            await AddEpisodeAsync(i, threadId: i % 3 == 0 ? "t2" : "t1", content: $"{(i % 3 == 0 ? Puppy : Boiler)} {i}");
        }

        await EmbedAllAsync();

        await Deletion.DeleteThreadAsync(Project, "t2", default);

        (await CountVectorsAsync()).ShouldBe(200);
        var kept = await Database.ColumnAsync<Guid>(
            "SELECT u FROM embedding_block b, unnest(b.episode_uuids) u JOIN graph_episode e ON e.episode_uuid = u WHERE b.graph_key = $1", GraphKey);
        kept.Count.ShouldBe(200);
    }

    [Fact]
    public async Task DeleteGraphAsync_AllItsVectors_AreRemoved()
    {
        await BeginAsync();
        await AddEpisodeAsync(1, content: Boiler);
        await EmbedAllAsync();

        await Deletion.DeleteGraphAsync(Project, "g1", default);
        while (await Purge.PurgeDeletedAsync(100, default))
        {
        }

        (await Database.ScalarAsync<long>("SELECT count(*) FROM embedding_block WHERE graph_key = $1", GraphKey)).ShouldBe(0);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM embedding_progress WHERE graph_key = $1", GraphKey)).ShouldBe(0);
    }
}
