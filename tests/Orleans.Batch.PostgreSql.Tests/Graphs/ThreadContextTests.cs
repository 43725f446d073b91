using Microsoft.Extensions.Options;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class ThreadContextTests(TestDatabase database) : SearchFixture(database)
{
    [Fact]
    public async Task GetContextAsync_HasWhatWasSaidBesideFacts_ButNotTheMessagesThemselves()
    {
        await BeginThreadsAsync();
        var told = await SayAsync(1, "t2", "Blake", "I got the red Volvo.");
        await FactAsync(told, "Blake", "DRIVES", "Volvo");
        await SayAsync(2, "t2", "Avery", "It suits you!");
        await SayAsync(9, "t1", "Avery", "What does Blake drive, the Volvo?");

        var context = await Search.GetContextAsync(Project, "t1", null, default);

        context.ShouldContain("- Blake drives Volvo (2024-01-02T00:00:00Z - present)\n");
        context.ShouldContain("<ENTITIES>");
        context.ShouldContain(
            """
            <EPISODES>
            - [2024-01-02T00:00:00Z] Blake: I got the red Volvo.
            - [2024-01-03T00:00:00Z] Avery: It suits you!
            </EPISODES>

            """.ReplaceLineEndings("\n"));
        context.ShouldNotContain("What does Blake drive");
    }

    [Fact]
    public async Task GetContextAsync_KeepsToItsLengthAndLeavesRoomForEachSection()
    {
        await BeginThreadsAsync();
        for (var i = 0; i < 40; i++)
        {
            var told = await SayAsync(1, "t2", "Blake", $"I drove the Volvo to town {i} and back, all by myself.");
            await FactAsync(told, "Blake", "DRIVES", $"Volvo {i}", index: i);
        }

        await SayAsync(9, "t1", "Avery", "Does Blake drive the Volvo?");

        var context = await ContextOfLengthAsync(1_000);

        context.Length.ShouldBeLessThanOrEqualTo(1_000);
        context.Length.ShouldBeGreaterThan(800);
        context.ShouldContain("<FACTS>");
        context.ShouldContain("<EPISODES>");
        (await Search.GetContextAsync(Project, "t1", null, default)).Length.ShouldBeInRange(3_500, 4_000);
    }

    [Fact]
    public async Task GetContextAsync_FactsTakeTheRoomThatEpisodesLeave()
    {
        await BeginThreadsAsync();
        var told = await SayAsync(1, "t2", "Blake", "Volvo");
        for (var i = 0; i < 20; i++)
        {
            await FactAsync(told, "Blake", "DRIVES", $"Volvo {i}", index: i);
        }

        await SayAsync(9, "t1", "Avery", "Does Blake drive the Volvo?");

        var context = await ContextOfLengthAsync(1_800);

        context.Split('\n').Count(l => l.StartsWith("- Blake drives Volvo", StringComparison.Ordinal)).ShouldBeGreaterThan(15);
        context.ShouldContain("- [2024-01-02T00:00:00Z] Blake: Volvo\n");
    }

    [Fact]
    public async Task GetContextAsync_WithATemplate_HasItsForm()
    {
        await BeginThreadsAsync();
        var told = await SayAsync(1, "t2", "Blake", "I got the red Volvo.");
        await FactAsync(told, "Blake", "DRIVES", "Volvo");
        await FactAsync(told, "Blake", "LIKES", "Volvo", index: 1);
        await SayAsync(9, "t1", "Avery", "What does Blake drive, the Volvo?");
        await Templates.CreateTemplateAsync(
            Project,
            Guid.NewGuid(),
            "form",
            new ContextTemplateFields("# Likes\n%{edges limit=5 types=[LIKES]}\n# Said\n%{episodes}\n# Who\n%{entities limit=1}%{user_summary}."),
            default);

        (await Search.GetContextAsync(Project, "t1", "form", default)).ShouldBe(
            """
            # Likes
            - Blake likes Volvo (2024-01-02T00:00:00Z - present)
            # Said
            - [2024-01-02T00:00:00Z] Blake: I got the red Volvo.
            # Who
            - Blake.
            """.ReplaceLineEndings("\n"));
        (await Should.ThrowAsync<BatchServiceException>(
            async () => await Search.GetContextAsync(Project, "t1", "other", default))).Kind.ShouldBe(ErrorKind.NotFound);
    }

    private async Task BeginThreadsAsync()
    {
        await NewThreadAsync("u1", "t1", "t2");
        UseGraph(await UserGraphKeyAsync("u1"), await NewBatchAsync(BatchStatus.Succeeded));
    }

    private async Task<EpisodeRef> SayAsync(int day, string thread, string speaker, string content)
    {
        var said = await AddEpisodeAsync(day, threadId: thread, content: content);
        await Database.ExecuteAsync("UPDATE episode_data SET speaker = $2 WHERE episode_uuid = $1", said.Uuid, speaker);
        return said;
    }

    private ValueTask<string> ContextOfLengthAsync(int characters) =>
        ((ISearchClient)new SearchService(
            new SearchStore(Database.Database), Threads, Templates, Options.Create(new ContextOptions { MaxCharacters = characters })))
        .GetContextAsync(Project, "t1", null, default);
}
