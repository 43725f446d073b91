using Orleans.Batch.Embeddings;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Embeddings;

/// <summary>Search finds what shares no word with its query, and nothing that is not the caller's.</summary>
public sealed class MeaningSearchTests(TestDatabase database) : MeaningFixture(database)
{
    private const string Boiler = "The boiler broke down on Monday.";
    private const string Puppy = "We took the puppy to the vet.";

    [Fact]
    public async Task SearchAsync_ATextWithoutAnyWordOfTheQuery_IsFoundByMeaning()
    {
        await ConversationAsync();
        (await FindAsync("heating")).ShouldBeEmpty("there are no vectors yet");

        await EmbedAllAsync();

        (await FindAsync("heating"))[0].ShouldBe(Boiler);
        (await FindAsync("terrier"))[0].ShouldBe(Puppy);
        (await FindAsync("heating", search: Search)).ShouldBeEmpty("words alone do not find it");
        (await FindAsync("vet")).ShouldContain(Puppy);
    }

    [Fact]
    public async Task SearchAsync_AFilter_HoldsForWhatIsFoundByMeaning()
    {
        await BeginAsync();
        for (var i = 1; i <= 90; i++)
        {
            await AddEpisodeAsync(i, """{"src":"crm"}""", content: i <= 70 ? $"radiator {i}" : $"report {i}");
        }

        await AddEpisodeAsync(91, """{"src":"mail"}""", content: "boiler after boiler");
        await EmbedAllAsync();

        // Seventy are nearer than it.
        var mail = None with { EpisodeMetadata = new MetadataComparison("src", MetadataOperator.Equal, new JsonText("\"mail\"")) };
        (await FindAsync("heating", filters: mail)).ShouldBe(["boiler after boiler"]);
    }

    [Fact]
    public async Task SearchAsync_AnotherProject_FindsNothing()
    {
        await ConversationAsync();
        await EmbedAllAsync();
        var other = await Database.NewProjectAsync();

        await Should.ThrowAsync<BatchServiceException>(async () => await Hybrid.SearchAsync(
            other, GraphTarget.ForGraph("g1"), new GraphSearch("heating") { Scope = SearchScope.Episodes }, default));
        await Graphs.CreateGraphAsync(other, "g1", new GraphFields(), default);
        var found = await Hybrid.SearchAsync(
            other, GraphTarget.ForGraph("g1"), new GraphSearch("heating") { Scope = SearchScope.Episodes }, default);
        found.Episodes.ShouldBeEmpty();
    }

    [Fact]
    public async Task SearchAsync_AFailingModel_LeavesWordsAndIsLoggedOnce()
    {
        await ConversationAsync();
        await EmbedAllAsync();
        Model.Failure = new EmbeddingException("The endpoint is down.");

        for (var i = 0; i < 3; i++)
        {
            (await FindAsync("boiler")).ShouldBe([Boiler]);
            Time.Advance(TimeSpan.FromSeconds(11));
            (await NewIndexer().StepAsync(isBusy: false, default)).ShouldBeFalse();
        }

        (await FindAsync("heating")).ShouldBeEmpty();
        Logged.ShouldHaveSingleItem().ShouldContain("The endpoint is down.");
        Model.Failure = null;
        (await FindAsync("heating")).ShouldBeEmpty("it is left alone for ten seconds");
        Time.Advance(TimeSpan.FromSeconds(11));
        (await FindAsync("heating"))[0].ShouldBe(Boiler);
        Logged.Count.ShouldBe(2, "it recovered");
    }

    [Fact]
    public async Task SearchAsync_AModelThatTakesTooLong_LeavesWords()
    {
        await ConversationAsync();
        await EmbedAllAsync();
        Options.QueryTimeout = TimeSpan.FromMilliseconds(20);
        Model.Failure = new OperationCanceledException();

        (await FindAsync("boiler")).ShouldBe([Boiler]);

        Logged.ShouldHaveSingleItem().ShouldContain("0.02 s");
    }

    [Fact]
    public async Task SearchAsync_AGraphAboveTheLimit_IsSearchedByWords()
    {
        await ConversationAsync();
        await EmbedAllAsync();
        Options.MaxGraphEpisodes = 2;

        (await FindAsync("heating")).ShouldBeEmpty();
        (await FindAsync("boiler")).ShouldBe([Boiler]);
    }

    private async Task ConversationAsync()
    {
        await BeginAsync();
        await AddEpisodeAsync(1, content: Boiler);
        await AddEpisodeAsync(2, content: Puppy);
        await AddEpisodeAsync(3, content: "Rain again, so we stayed at home.");
    }
}
