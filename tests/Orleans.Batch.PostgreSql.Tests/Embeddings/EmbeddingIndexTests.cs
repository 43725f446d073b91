using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Embeddings;

/// <summary>Each episode has one vector, also after changes and failures in between.</summary>
public sealed class EmbeddingIndexTests(TestDatabase database) : MeaningFixture(database)
{
    private const string Married = "She got married in June.";

    [Fact]
    public async Task StepAsync_ManyEpisodes_AreEmbeddedOnceInBlocks()
    {
        await FillAsync(620);

        await EmbedAllAsync();

        Model.Texts.Distinct().Count().ShouldBe(620);
        Model.Texts.Count.ShouldBe(620);
        (await CountVectorsAsync()).ShouldBe(620);
        (await CountAsync("embedding_block")).ShouldBeInRange(3, 5);
        await AddEpisodeAsync(700, content: Married);
        await EmbedAllAsync();
        Model.Texts.Count.ShouldBe(621);
        (await FindAsync("wedding"))[0].ShouldBe(Married);
    }

    [Fact]
    public async Task StepAsync_ManySmallGraphs_ShareAStep()
    {
        for (var i = 1; i <= 5; i++)
        {
            await BeginAsync($"small-{i}");
            await AddEpisodeAsync(i, graphId: $"small-{i}", content: $"puppy {i}");
        }

        var before = Model.Texts.Count;
        await NewIndexer().StepAsync(isBusy: false, default);

        Model.Texts.Skip(before).Where(t => t.StartsWith("puppy", StringComparison.Ordinal))
            .ShouldBe(["puppy 1", "puppy 2", "puppy 3", "puppy 4", "puppy 5"], ignoreOrder: true);
    }

    [Fact]
    public async Task StepAsync_ACrashInTheMiddle_IsContinued()
    {
        await FillAsync(250);
        await NewIndexer().StepAsync(isBusy: false, default);
        Model.OnEmbedded = () => throw new InvalidOperationException("killed");
        await Should.ThrowAsync<InvalidOperationException>(() => EmbedAllAsync());
        Model.OnEmbedded = () => Task.CompletedTask;

        await EmbedAllAsync();

        await ShouldHaveAllVectorsAsync(250);
    }

    [Fact]
    public async Task StepAsync_TwoProcessesAtOnce_StoreEachVectorOnce()
    {
        await FillAsync(300);

        await Task.WhenAll(EmbedAllAsync(), EmbedAllAsync(new ConceptEmbedder()));

        await ShouldHaveAllVectorsAsync(300);
    }

    [Fact]
    public async Task StepAsync_AnotherModel_EmbedsEverythingAnew()
    {
        await BeginAsync();
        await AddEpisodeAsync(1, content: Married);
        await EmbedAllAsync();
        var newModel = new ConceptEmbedder("concepts-2");
        (await FindAsync("wedding", search: NewSearch(newModel))).ShouldBeEmpty("vectors of another model are not compared");

        await EmbedAllAsync(newModel);

        newModel.Texts.ShouldContain(Married);
        (await FindAsync("wedding", search: NewSearch(newModel))).ShouldBe([Married]);
        (await Database.ColumnAsync<string>("SELECT model FROM embedding_block WHERE graph_key = $1", GraphKey)).ShouldBe(["concepts-2"]);
    }

    [Fact]
    public async Task StepAsync_ATextThatTheModelRefuses_DoesNotKeepTheOthersFromTheirVectors()
    {
        await FillAsync(9);
        await AddEpisodeAsync(10, content: "a text of endless length");
        Model.Refused = "endless";

        await EmbedAllAsync();

        (await CountVectorsAsync()).ShouldBe(9);
        (await CountAsync("embedding_progress")).ShouldBe(1);
        Model.Refused = "";
        await AddEpisodeAsync(11, content: "later");
        await EmbedAllAsync();
        (await CountVectorsAsync()).ShouldBe(9, "where every text is refused, the model is at fault");
        Logged.ShouldHaveSingleItem();
    }

    private async Task FillAsync(int count)
    {
        await BeginAsync();
        for (var i = 1; i <= count; i++)
        {
            await AddEpisodeAsync(i, content: $"report {i} of the plant");
        }
    }

    private async Task ShouldHaveAllVectorsAsync(int count)
    {
        var uuids = await Database.ColumnAsync<Guid>(
            "SELECT u FROM embedding_block b, unnest(b.episode_uuids) u WHERE graph_key = $1", GraphKey);
        uuids.Distinct().Count().ShouldBe(count);
        uuids.Count.ShouldBe(count);
        (await Database.ScalarAsync<long>("SELECT sum(length(vectors))::bigint FROM embedding_block WHERE graph_key = $1", GraphKey)).ShouldBe(5 * count);
    }

    private Task<long> CountAsync(string table) =>
        Database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE graph_key = $1", GraphKey);
}
