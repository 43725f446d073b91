using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Tests.Webhooks;

/// <summary>Taking deliveries, recording results, retries over days, giving up.</summary>
public sealed class DeliveryTests(TestDatabase database) : WebhookFixture(database)
{
    private static readonly TimeSpan MuchMoreThanThisTakes = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task TakeDueAsync_AfterEachPause_BringsTheMessageAgainUntilItIsDelivered()
    {
        var endpoint = await NewEndpointAsync();
        var message = await NewMessageAsync(endpoint);
        for (var attempt = 1; attempt < RetrySchedule.Attempts; attempt++)
        {
            var due = await TakeOneAsync();
            (due.MessageId, due.Attempt, due.EventName).ShouldBe((message, attempt, WebhookEvents.Test));
            due.Overdue.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
            var pause = RetrySchedule.PauseAfter(attempt, null, TimeSpan.Zero, 0).ShouldNotBeNull() + MuchMoreThanThisTakes;
            await RecordAsync(due, AttemptVerdict.Retry, pause);

            (await TakeAsync()).ShouldBeEmpty();
            (await NextDueAsync()).ShouldNotBeNull().ShouldBe(pause, tolerance: MuchMoreThanThisTakes / 10);
            await Database.ShiftClockAsync(pause);
        }

        await RecordAsync(await TakeOneAsync(), AttemptVerdict.Delivered);

        (await StateAsync(message)).ShouldBe((short)1);
        (await NextDueAsync()).ShouldBeNull();
        var found = await FindAsync(endpoint);
        (found.Enabled, found.FailingSince).ShouldBe((true, null));
        found.LastSuccessAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task TakeDueAsync_TwoDispatchersAtOnce_NeverTakeOneTwice()
    {
        foreach (var endpoint in (Guid[])[await NewEndpointAsync(), await NewEndpointAsync(), await NewEndpointAsync()])
        {
            for (var i = 0; i < 40; i++)
            {
                await NewMessageAsync(endpoint);
            }
        }

        async Task<List<Guid>> DispatchAsync()
        {
            var mine = new List<Guid>();
            for (var idle = 0; idle < 2;)
            {
                var due = await TakeAsync(limit: 7, perEndpoint: 5);
                idle = due.Count == 0 ? idle + 1 : 0;
                mine.AddRange(due.Select(d => d.MessageId));
            }

            return mine;
        }

        var all = (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(DispatchAsync)))).SelectMany(m => m).ToList();

        all.Count.ShouldBe(120);
        all.Distinct().Count().ShouldBe(120);
    }

    [Fact]
    public async Task TakeDueAsync_WhoTookItDied_ComesBackAndTheDeadOnesRecordChangesNothing()
    {
        var endpoint = await NewEndpointAsync();
        var message = await NewMessageAsync(endpoint);
        var lost = await TakeOneAsync();
        (await TakeAsync()).ShouldBeEmpty();
        (await NextDueAsync()).ShouldNotBeNull().ShouldBe(Visibility, tolerance: Visibility / 2);

        await Database.ShiftClockAsync(Visibility);
        var again = await TakeOneAsync();
        (again.MessageId, again.Attempt).ShouldBe((lost.MessageId, 1));

        await RecordAsync(again, AttemptVerdict.Delivered);
        await RecordAsync(lost, AttemptVerdict.Retry, TimeSpan.Zero);

        (await StateAsync(message)).ShouldBe((short)1);
        (await TakeAsync()).ShouldBeEmpty();
        (await Log.ListAttemptsAsync(Project, endpoint, 10, null, default))!.Attempts
            .Select(a => a.NextAttemptAt).ShouldBe([null, null]);
    }

    [Fact]
    public async Task TakeDueAsync_AnEndpointWithMuch_LeavesRoomForTheOthers()
    {
        var (much, little) = (await NewEndpointAsync(), await NewEndpointAsync());
        for (var i = 0; i < 10; i++)
        {
            await NewMessageAsync(much);
        }

        var late = await NewMessageAsync(little);

        var first = await TakeAsync(limit: 5, perEndpoint: 3);
        first.Count.ShouldBe(4);
        first.Select(d => d.MessageId).ShouldContain(late);

        var muchKey = first.First(d => d.MessageId != late).EndpointKey;
        (await TakeAsync(100, 100, muchKey)).ShouldBeEmpty();
        (await Deliveries.NextDueAsync(Shard, [muchKey], default)).ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromSeconds(30));
        (await NextDueAsync()).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(TimeSpan.Zero);
        (await TakeAsync()).Count.ShouldBe(7);
    }

    [Fact]
    public async Task RecordAsync_NothingButFailuresForFiveDays_DisablesTheEndpointAndSaysWhy()
    {
        var endpoint = await NewEndpointAsync();
        var first = await NewMessageAsync(endpoint);
        await RecordAsync(await TakeOneAsync(), AttemptVerdict.GaveUp);
        (await StateAsync(first)).ShouldBe((short)2);
        (await FindAsync(endpoint)).FailingSince.ShouldNotBeNull();

        await Database.ShiftClockAsync(TimeSpan.FromDays(4.9));
        await NewMessageAsync(endpoint);
        await RecordAsync(await TakeOneAsync(), AttemptVerdict.Retry, TimeSpan.Zero);
        (await FindAsync(endpoint)).Enabled.ShouldBeTrue();

        await Database.ShiftClockAsync(TimeSpan.FromDays(0.2));
        var waiting = await NewMessageAsync(endpoint);
        foreach (var due in await TakeAsync())
        {
            await RecordAsync(due, AttemptVerdict.Retry, TimeSpan.Zero);
        }

        var found = await FindAsync(endpoint);
        (found.Enabled, found.DisabledReason).ShouldBe((false, "nothing but failures for 5 days"));
        (await StateAsync(waiting)).ShouldBe((short)2);
        (await TakeAsync()).ShouldBeEmpty();
        (await NextDueAsync()).ShouldBeNull();
        var refused = await Should.ThrowAsync<BatchServiceException>(
            async () => await Outbox.AddTestAsync(Project, endpoint, default));
        refused.Code.ShouldBe(ErrorCodes.EndpointDisabled);

        found = (await Endpoints.UpdateAsync(Project, endpoint, new WebhookEndpointFields { Enabled = true }, default))!;
        (found.Enabled, found.DisabledReason, found.FailingSince).ShouldBe((true, null, null));
        (await Outbox.RecoverAsync(Project, endpoint, found.CreatedAt, found.UpdatedAt, default))!.Value.Messages.ShouldBe(3);
        (await TakeAsync()).Select(d => d.Attempt).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task RecordAsync_ASuccessInBetween_BeginsTheFiveDaysAnew()
    {
        var endpoint = await NewEndpointAsync();
        foreach (var verdict in (AttemptVerdict[])[AttemptVerdict.GaveUp, AttemptVerdict.Delivered, AttemptVerdict.GaveUp])
        {
            await NewMessageAsync(endpoint);
            await RecordAsync(await TakeOneAsync(), verdict);
            await Database.ShiftClockAsync(TimeSpan.FromDays(3));
        }

        (await FindAsync(endpoint)).Enabled.ShouldBeTrue();
    }

    [Fact]
    public async Task RecordAsync_Gone_DisablesAtOnceAndFailsWhatIsOnItsWay()
    {
        var endpoint = await NewEndpointAsync();
        var (first, second) = (await NewMessageAsync(endpoint), await NewMessageAsync(endpoint));

        await RecordAsync((await TakeAsync(limit: 1)).Single(), AttemptVerdict.Gone);

        var found = await FindAsync(endpoint);
        (found.Enabled, found.DisabledReason).ShouldBe((false, "the receiver answered 410 Gone"));
        ((await StateAsync(first)), await StateAsync(second)).ShouldBe(((short)2, (short)2));
    }

    [Fact]
    public async Task RecordAsync_TheReceiverWantsNoMoreOfIt_EndsThatMessageAloneAndIsNoFailure()
    {
        var endpoint = await NewEndpointAsync();
        var message = await NewMessageAsync(endpoint);

        await RecordAsync(await TakeOneAsync(), AttemptVerdict.Aborted);

        (await StateAsync(message)).ShouldBe((short)3);
        (await FindAsync(endpoint)).FailingSince.ShouldBeNull();
    }

    [Fact]
    public async Task ResendAsync_ADeliveredMessage_IsDueAtOnceFromItsFirstAttempt()
    {
        var message = await NewMessageAsync(await NewEndpointAsync());
        await RecordAsync(await TakeOneAsync(), AttemptVerdict.Delivered);

        (await Outbox.ResendAsync(Project, message, default)).ShouldBe([Shard]);

        (await TakeOneAsync()).Attempt.ShouldBe(1);
        (await Outbox.ResendAsync(Project, message, default)).ShouldBe([]); // it is being sent
        (await Outbox.ResendAsync(await Database.NewProjectAsync(), message, default)).ShouldBeNull();
    }
}
