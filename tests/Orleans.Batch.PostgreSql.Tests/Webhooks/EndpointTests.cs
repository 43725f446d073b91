using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Tests.Webhooks;

/// <summary>Endpoints, their secrets and their log, each within one project.</summary>
public sealed class EndpointTests(TestDatabase database) : WebhookFixture(database)
{
    [Fact]
    public async Task ListAsync_Pages_ShowEachEndpointOnceOldestFirst()
    {
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Add(await NewEndpointAsync());
        }

        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await Endpoints.ListAsync(Project, 2, cursor, default);
            seen.AddRange(page.Endpoints.Select(e => e.EndpointId));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.ShouldBe(made);
        await Should.ThrowAsync<BatchServiceException>(async () => await Endpoints.ListAsync(Project, 2, "AAAA", default));
        await Should.ThrowAsync<BatchServiceException>(async () => await Log.ListAttemptsAsync(
            Project, made[0], 2, (await Endpoints.ListAsync(Project, 2, null, default)).NextCursor, default));
    }

    [Fact]
    public async Task UpdateAsync_WhatIsNotGiven_StaysAsItIs()
    {
        var id = await NewEndpointAsync(WebhookEvents.BatchCompleted, WebhookEvents.EpisodeProcessed);

        var updated = await Endpoints.UpdateAsync(Project, id, new WebhookEndpointFields { Description = "d" }, default);

        updated.ShouldNotBeNull().Events.ShouldBe([WebhookEvents.BatchCompleted, WebhookEvents.EpisodeProcessed]);
        (updated.Url, updated.Description, updated.Enabled).ShouldBe(("https://hooks.example.com/in", "d", true));
    }

    [Fact]
    public async Task UpdateAsync_DisabledByItsOwner_FailsWhatIsOnItsWayWithoutAReason()
    {
        var id = await NewEndpointAsync();
        var message = await NewMessageAsync(id);

        var updated = await Endpoints.UpdateAsync(Project, id, new WebhookEndpointFields { Enabled = false }, default);

        (updated!.Enabled, updated.DisabledReason).ShouldBe((false, null));
        (await StateAsync(message)).ShouldBe((short)2);
    }

    [Fact]
    public async Task RotateSecretAsync_DuringTheOverlap_BothSignNewestFirst()
    {
        var id = await NewEndpointAsync();
        byte[] second = [2, 2], third = [3, 3];
        await NewMessageAsync(id);
        await Endpoints.RotateSecretAsync(Project, id, second, TimeSpan.FromHours(24), default);

        var secrets = (await TakeOneAsync()).Secrets;
        secrets.Count.ShouldBe(2);
        secrets[0].ToArray().ShouldBe(second);

        await Database.ShiftClockAsync(TimeSpan.FromHours(24.1));
        (await TakeOneAsync()).Secrets.ShouldHaveSingleItem().ToArray().ShouldBe(second);

        await Endpoints.RotateSecretAsync(Project, id, third, TimeSpan.Zero, default);
        await Database.ShiftClockAsync(TimeSpan.FromMinutes(2));
        (await TakeOneAsync()).Secrets.ShouldHaveSingleItem().ToArray().ShouldBe(third);
    }

    [Fact]
    public async Task DeleteAsync_TakesSecretsDeliveriesAndLogWithIt()
    {
        var id = await NewEndpointAsync();
        await NewMessageAsync(id);
        var due = await TakeOneAsync();
        await RecordAsync(due, AttemptVerdict.Retry, TimeSpan.Zero);
        await NewMessageAsync(id);

        (await Endpoints.DeleteAsync(Project, id, default)).ShouldBeTrue();

        foreach (var table in (string[])["webhook_endpoint", "webhook_secret", "webhook_delivery", "webhook_attempt"])
        {
            (await Database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE endpoint_key = $1", due.EndpointKey)).ShouldBe(0, table);
        }

        (await Endpoints.DeleteAsync(Project, id, default)).ShouldBeFalse();
        await RecordAsync(due, AttemptVerdict.Delivered); // an attempt that ends late finds no row, which is no error
    }

    [Fact]
    public async Task ListAttemptsAsync_NewestFirst_SaysWhatHappened()
    {
        var id = await NewEndpointAsync();
        var message = await NewMessageAsync(id);
        await RecordAsync(await TakeOneAsync(), AttemptVerdict.Retry, TimeSpan.Zero);
        await RecordAsync(await TakeOneAsync(), AttemptVerdict.Delivered);

        var first = (await Log.ListAttemptsAsync(Project, id, 1, null, default))!;
        var second = (await Log.ListAttemptsAsync(Project, id, 1, first.NextCursor, default))!;

        var (delivered, failed) = (first.Attempts.Single(), second.Attempts.Single());
        (delivered.MessageId, delivered.Attempt, delivered.Status, delivered.Error, delivered.NextAttemptAt)
            .ShouldBe((message, 2, (int?)200, null, null));
        (failed.Attempt, failed.Status, failed.Error, failed.Response).ShouldBe((1, (int?)500, "answered 500", "oops"));
        failed.Duration.ShouldBe(TimeSpan.FromMilliseconds(120));
        failed.NextAttemptAt.ShouldNotBeNull();
        second.NextCursor.ShouldBeNull();
    }

    [Fact]
    public async Task EveryCall_AnotherProjectsEndpoint_IsNotThere()
    {
        var id = await NewEndpointAsync();
        var other = await Database.NewProjectAsync();
        var enabled = new WebhookEndpointFields { Enabled = false };

        (await Endpoints.FindAsync(other, id, default)).ShouldBeNull();
        (await Endpoints.UpdateAsync(other, id, enabled, default)).ShouldBeNull();
        (await Endpoints.DeleteAsync(other, id, default)).ShouldBeFalse();
        (await Endpoints.RotateSecretAsync(other, id, new byte[] { 1 }, default, default)).ShouldBeNull();
        (await Outbox.AddTestAsync(other, id, default)).ShouldBeNull();
        (await Log.ListAttemptsAsync(other, id, 1, null, default)).ShouldBeNull();
        (await Outbox.RecoverAsync(other, id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, default)).ShouldBeNull();
        (await Endpoints.ListAsync(other, 10, null, default)).Endpoints.ShouldBeEmpty();
        (await FindAsync(id)).Enabled.ShouldBeTrue();
    }

    [Fact]
    public async Task RemoveExpiredAsync_AfterThirtyDays_OnlyWhatIsOnItsWayIsLeft()
    {
        var id = await NewEndpointAsync();
        var (done, waiting) = (await NewMessageAsync(id), await NewMessageAsync(id));
        foreach (var due in await TakeAsync())
        {
            await RecordAsync(
                due, due.MessageId == done ? AttemptVerdict.Delivered : AttemptVerdict.Retry, TimeSpan.FromHours(10));
        }

        await Retention.RemoveExpiredAsync(100, default);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM webhook_attempt")).ShouldBeGreaterThanOrEqualTo(2);

        await Database.ShiftClockAsync(TimeSpan.FromDays(31));
        while (await Retention.RemoveExpiredAsync(1, default))
        {
            // One of each at a time.
        }

        (await Database.ScalarAsync<long>("SELECT count(*) FROM webhook_attempt")).ShouldBe(0);
        (await Database.ColumnAsync<Guid>("SELECT message_uuid FROM outbox WHERE project_key = $1", Project.Value)).ShouldBe([waiting]);
    }
}
