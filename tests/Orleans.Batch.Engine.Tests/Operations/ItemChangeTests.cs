using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Operations;

public sealed class ItemChangeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Day = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task ChangeItemAsync_OfARetry_RepairsItAndTheFirstAttemptShowsWhatWasSent()
    {
        await using var stage = await Stage.SetAsync(database, null, "g", "other");
        var first = await stage.EndedAsync([Stage.Item("g", "fine"), Stage.Bad("g")]);
        var retry = (await stage.RetryAsync(first, new() { Process = false })).Value.BatchId;
        var id = BatchItemId.Of(retry, 0);

        var changed = await stage.Batches.ChangeItemAsync(
            stage.Project,
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
        (await stage.Batches.GetItemAsync(stage.Project, retry, id, default)).ShouldBe(changed);
        var old = await stage.Batches.GetItemAsync(stage.Project, first, BatchItemId.Of(first, 1), default);
        (old.Item.Status, old.Item.GraphId, old.Payload!.Content, old.Item.RetriedIn).ShouldBe((ItemStatus.Failed, "g", "{", retry));
        (old.Payload.CreatedAt, old.Payload.Metadata).ShouldBe((null, null));
        await foreach (var line in stage.Batches.ExportItemsAsync(stage.Project, first, new(ItemStatus.Failed), default))
        {
            line.Payload!.Content.ShouldBe("{");
        }

        await stage.Batches.ProcessAsync(stage.Project, retry, null, default);
        (await stage.EndOfAsync(retry)).Status.ShouldBe(BatchStatus.Succeeded);
        (await stage.ContentsAsync("other")).ShouldBe(["{}"]);
        var episode = await stage.Engine.Memory.GetEpisodeAsync(stage.Project, changed.Item.EpisodeUuid, default);
        (episode.CreatedAt, episode.Metadata).ShouldBe((Day, new JsonText("""{"k":1}""")));
        (await Stage.RefusedAsync(
            stage.Batches.ChangeItemAsync(stage.Project, first, BatchItemId.Of(first, 1), new() { Given = ItemFields.Data, Data = "x" }, default),
            ErrorKind.Conflict,
            ErrorCodes.NotADraft)).Message.ShouldContain("\"process\": false");
    }

    [Fact]
    public async Task ChangeItemAsync_OfARetryOfARetry_EachAttemptShowsWhatItWasSentWith()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var first = await stage.EndedAsync([Stage.Bad("g") with { DocumentId = "first" }]);
        var second = (await stage.RetryAsync(first, new() { Process = false })).Value.BatchId;
        await ChangeAsync(second, "{{", "second");
        await stage.Batches.ProcessAsync(stage.Project, second, null, default);
        await stage.EndOfAsync(second);
        var third = (await stage.RetryAsync(second, new() { Process = false })).Value.BatchId;
        await ChangeAsync(third, "{}", "third");

        (await SentAsync(first), await SentAsync(second), await SentAsync(third)).ShouldBe((("{", "first"), ("{{", "second"), ("{}", "third")));

        // What is deleted before it ran leaves the attempt before as the last one, as that was sent.
        await stage.Batches.DeleteAsync(stage.Project, third, default);
        (await SentAsync(first), await SentAsync(second)).ShouldBe((("{", "first"), ("{{", "second")));
        third = (await stage.RetryAsync(second, new() { Process = false })).Value.BatchId;
        (await SentAsync(third)).ShouldBe(("{{", "second"));

        async Task ChangeAsync(Guid batch, string data, string document) => await stage.Batches.ChangeItemAsync(
            stage.Project,
            batch,
            BatchItemId.Of(batch, 0),
            new() { Given = ItemFields.Data | ItemFields.DocumentId, Data = data, DocumentId = document },
            default);

        async Task<(string, string?)> SentAsync(Guid batch)
        {
            var item = await stage.Batches.GetItemAsync(stage.Project, batch, BatchItemId.Of(batch, 0), default);
            return (item.Payload!.Content, item.Payload.DocumentId);
        }
    }

    [Fact]
    public async Task ChangeItemAsync_TakingAway_LeavesWhatWasNotNamed()
    {
        await using var stage = await Stage.SetAsync(database);
        var draft = await stage.DraftAsync(
        [
            Stage.Item("g", "data") with { CreatedAt = Day, DocumentId = "doc", SourceDescription = "source", Metadata = new JsonText("{}") },
        ]);
        var id = BatchItemId.Of(draft, 0);
        var before = await stage.Batches.GetItemAsync(stage.Project, draft, id, default);

        var after = await stage.Batches.ChangeItemAsync(
            stage.Project,
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
        await using var stage = await Stage.SetAsync(database);
        var draft = await stage.DraftAsync([Stage.Item("g", "data")]);
        var id = BatchItemId.Of(draft, 0);
        var before = await stage.Batches.GetItemAsync(stage.Project, draft, id, default);

        (await RefusedAsync(new() { Given = ItemFields.Data | ItemFields.GraphId | ItemFields.SourceDescription, SourceDescription = new('x', 501) }))
            .ShouldBe([("graph_id", "required"), ("data", "required"), ("source_description", "too_long")], ignoreOrder: true);
        (await RefusedAsync(new() { Given = ItemFields.GraphId | ItemFields.UserId, GraphId = "a", UserId = "b" }))
            .ShouldBe([("graph_id", "contradiction")]);
        (await RefusedAsync(new() { Given = ItemFields.Content | ItemFields.ThreadId, Content = "x", ThreadId = "t" }))
            .ShouldBe([("thread_id", "contradiction"), ("content", "contradiction")]);
        (await RefusedAsync(new() { Given = ItemFields.Type, Kind = ItemKind.ThreadMessage })).ShouldBe([("type", "contradiction")]);
        (await stage.Batches.GetItemAsync(stage.Project, draft, id, default)).ShouldBe(before);
        await Stage.RefusedAsync(
            stage.Batches.GetItemAsync(stage.Project, draft, BatchItemId.Of(draft, 1), default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await Stage.RefusedAsync(
            stage.Batches.GetItemAsync(stage.Project, draft, Guid.CreateVersion7(), default), ErrorKind.NotFound, ErrorCodes.NotFound);

        async Task<IEnumerable<(string?, string)>> RefusedAsync(ItemChanges changes)
        {
            var refusal = await Should.ThrowAsync<BatchServiceException>(
                async () => await stage.Batches.ChangeItemAsync(stage.Project, draft, id, changes, default));
            refusal.Kind.ShouldBe(ErrorKind.InvalidRequest);
            return refusal.Problems.Select(p => (p.Field, p.Code));
        }
    }
}
