using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

public sealed class ItemChangeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Day = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task ChangeItemAsync_OfARetry_RepairsItAndTheFirstAttemptShowsWhatWasSent()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g", "other");
        var first = await scenario.EndedAsync([EngineScenario.Item("g", "fine"), EngineScenario.Bad("g")]);
        var retry = (await scenario.RetryAsync(first, new() { Process = false })).Value.BatchId;
        var id = BatchItemId.Create(retry, 0);

        var changed = await scenario.Batches.ChangeItemAsync(
            scenario.Project,
            retry,
            id,
            new()
            {
                Given = ItemFields.Data | ItemFields.GraphId | ItemFields.CreatedAt | ItemFields.Metadata,
                Data = "{}",
                GraphId = "other",
                CreatedAt = Day,
                Metadata = new JsonText("""{"k":1}"""),
            },
            default);

        (changed.Payload!.Content, changed.Payload.GraphId, changed.Payload.CreatedAt).ShouldBe(("{}", "other", Day));
        (await scenario.Batches.GetItemAsync(scenario.Project, retry, id, default)).ShouldBe(changed);
        var old = await scenario.Batches.GetItemAsync(scenario.Project, first, BatchItemId.Create(first, 1), default);
        (old.Item.Status, old.Item.GraphId, old.Payload!.Content, old.Item.RetriedIn).ShouldBe((ItemStatus.Failed, "g", "{", retry));
        (old.Payload.CreatedAt, old.Payload.Metadata).ShouldBe((null, null));
        await foreach (var line in scenario.Batches.ExportItemsAsync(scenario.Project, first, new(ItemStatus.Failed), default))
        {
            line.Payload!.Content.ShouldBe("{");
        }

        await scenario.Batches.ProcessAsync(scenario.Project, retry, null, default);
        (await scenario.EndOfAsync(retry)).Status.ShouldBe(BatchStatus.Succeeded);
        (await scenario.ContentsAsync("other")).ShouldBe(["{}"]);
        var episode = await scenario.Engine.Episodes.GetEpisodeAsync(scenario.Project, changed.Item.EpisodeUuid, default);
        (episode.CreatedAt, episode.Metadata).ShouldBe((Day, new JsonText("""{"k":1}""")));
        (await EngineScenario.RefusedAsync(
            scenario.Batches.ChangeItemAsync(scenario.Project, first, BatchItemId.Create(first, 1), new() { Given = ItemFields.Data, Data = "x" }, default),
            ErrorKind.Conflict,
            ErrorCodes.NotADraft)).Message.ShouldContain("\"process\": false");
    }

    [Fact]
    public async Task ChangeItemAsync_OfARetryOfARetry_EachAttemptShowsWhatItWasSentWith()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var first = await scenario.EndedAsync([EngineScenario.Bad("g") with { DocumentId = "first" }]);
        var second = (await scenario.RetryAsync(first, new() { Process = false })).Value.BatchId;
        await ChangeAsync(second, "{{", "second");
        await scenario.Batches.ProcessAsync(scenario.Project, second, null, default);
        await scenario.EndOfAsync(second);
        var third = (await scenario.RetryAsync(second, new() { Process = false })).Value.BatchId;
        await ChangeAsync(third, "{}", "third");

        (await SentAsync(first), await SentAsync(second), await SentAsync(third)).ShouldBe((("{", "first"), ("{{", "second"), ("{}", "third")));

        // Deleting a batch before it ran leaves the previous attempt as the last one, with the content that was sent.
        await scenario.Batches.DeleteAsync(scenario.Project, third, default);
        (await SentAsync(first), await SentAsync(second)).ShouldBe((("{", "first"), ("{{", "second")));
        third = (await scenario.RetryAsync(second, new() { Process = false })).Value.BatchId;
        (await SentAsync(third)).ShouldBe(("{{", "second"));

        async Task ChangeAsync(Guid batch, string data, string document) => await scenario.Batches.ChangeItemAsync(
            scenario.Project,
            batch,
            BatchItemId.Create(batch, 0),
            new() { Given = ItemFields.Data | ItemFields.DocumentId, Data = data, DocumentId = document },
            default);

        async Task<(string, string?)> SentAsync(Guid batch)
        {
            var item = await scenario.Batches.GetItemAsync(scenario.Project, batch, BatchItemId.Create(batch, 0), default);
            return (item.Payload!.Content, item.Payload.DocumentId);
        }
    }

    [Fact]
    public async Task ChangeItemAsync_TakingAway_LeavesWhatWasNotNamed()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        var draft = await scenario.DraftAsync(
        [
            EngineScenario.Item("g", "data") with { CreatedAt = Day, DocumentId = "doc", SourceDescription = "source", Metadata = new JsonText("{}") },
        ]);
        var id = BatchItemId.Create(draft, 0);
        var before = await scenario.Batches.GetItemAsync(scenario.Project, draft, id, default);

        var after = await scenario.Batches.ChangeItemAsync(
            scenario.Project,
            draft,
            id,
            new() { Given = ItemFields.UserId | ItemFields.CreatedAt | ItemFields.DocumentId | ItemFields.Metadata, UserId = "u" },
            default);

        after.Payload.ShouldBe(before.Payload! with { GraphId = null, UserId = "u", CreatedAt = null, DocumentId = null, Metadata = null });
        (await database.ScalarAsync<bool>(
            "SELECT NOT dated AND reference_time < sql_now() FROM episode_data WHERE episode_uuid = $1", after.Item.EpisodeUuid)).ShouldBeTrue();
    }

    [Fact]
    public async Task ChangeItemAsync_ToWhatCannotBeAdded_NamesEveryFieldAndChangesNothing()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        var draft = await scenario.DraftAsync([EngineScenario.Item("g", "data")]);
        var id = BatchItemId.Create(draft, 0);
        var before = await scenario.Batches.GetItemAsync(scenario.Project, draft, id, default);

        (await RefusedAsync(new() { Given = ItemFields.Data | ItemFields.GraphId | ItemFields.SourceDescription, SourceDescription = new('x', 501) }))
            .ShouldBe([("graph_id", "required"), ("data", "required"), ("source_description", "too_long")], ignoreOrder: true);
        (await RefusedAsync(new() { Given = ItemFields.GraphId | ItemFields.UserId, GraphId = "a", UserId = "b" }))
            .ShouldBe([("graph_id", "contradiction")]);
        (await RefusedAsync(new() { Given = ItemFields.Content | ItemFields.ThreadId, Content = "x", ThreadId = "t" }))
            .ShouldBe([("thread_id", "contradiction"), ("content", "contradiction")]);
        (await RefusedAsync(new() { Given = ItemFields.Type, Kind = ItemKind.ThreadMessage })).ShouldBe([("type", "contradiction")]);
        (await scenario.Batches.GetItemAsync(scenario.Project, draft, id, default)).ShouldBe(before);
        await EngineScenario.RefusedAsync(
            scenario.Batches.GetItemAsync(scenario.Project, draft, BatchItemId.Create(draft, 1), default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(
            scenario.Batches.GetItemAsync(scenario.Project, draft, Guid.CreateVersion7(), default), ErrorKind.NotFound, ErrorCodes.NotFound);

        async Task<IEnumerable<(string?, string)>> RefusedAsync(ItemChanges changes)
        {
            var refusal = await Should.ThrowAsync<BatchServiceException>(
                async () => await scenario.Batches.ChangeItemAsync(scenario.Project, draft, id, changes, default));
            refusal.Kind.ShouldBe(ErrorKind.InvalidRequest);
            return refusal.Problems.Select(p => (p.Field, p.Code));
        }
    }
}
