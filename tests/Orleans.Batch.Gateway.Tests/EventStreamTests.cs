namespace Orleans.Batch.Gateway.Tests;

/// <summary>The format of server-sent events.</summary>
public sealed class EventStreamTests
{
    [Fact]
    public async Task Events_AreFramedAndTheLastIsDone()
    {
        await using var host = await GatewayHost.StartAsync();
        var running = host.Service.Summary with { Status = BatchStatus.Processing };
        host.Service.Events.Add(new BatchEvent { Id = "a-1", Batch = running, ItemsPerSecond = 12.5, EtaSeconds = 3 });
        host.Service.Events.Add(new BatchEvent { Id = "a-2-done", Batch = running with { Status = BatchStatus.Succeeded }, Done = true });

        var answer = await host.GetAsync($"api/v2/batches/{host.Service.BatchId}/events");

        answer.Status.ShouldBe(200);
        answer.Headers["Content-Type"].Single().ShouldBe("text/event-stream");
        answer.Headers["Cache-Control"].Single().ShouldContain("no-store");
        var frames = answer.Body.Split("\n\n");
        frames.Length.ShouldBe(4);
        frames[0].ShouldBe("retry: 2000");
        frames[1].ShouldStartWith("id: a-1\nevent: progress\ndata: {\"id\":\"a-1\",\"batch\":{\"batch_id\":");
        frames[1].ShouldEndWith("\"items_per_second\":12.5,\"eta_seconds\":3,\"done\":false}");
        frames[2].ShouldStartWith("id: a-2-done\nevent: done\ndata: ");
    }

    [Fact]
    public async Task EndSeen_Is204()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Service.Ended = true;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"api/v2/batches/{host.Service.BatchId}/events");
        request.Headers.Add("Last-Event-ID", BatchEvent.IdOf(host.Service.Summary));

        var answer = await Answer.OfAsync(await host.Client.SendAsync(request));

        (answer.Status, answer.Body).ShouldBe((204, ""));
    }

    [Fact]
    public async Task NothingNew_IsACommentEveryFifteenSeconds_AndTheStreamEndsInTime()
    {
        // The clock skips all short times, also that of a connection that waits for its request.
        await using var host = await GatewayHost.StartAsync(
            o => o.FirstRequestTimeout = TimeSpan.FromMinutes(10), new JumpingClock());

        // No event arrives for five minutes.
        var answer = await host.GetAsync($"api/v2/batches/{host.Service.BatchId}/events").WaitAsync(GatewayHost.MaxWait);

        answer.Body.ShouldStartWith("retry: 2000\n\n:\n\n:\n\n");
        answer.Body.Split(":\n\n").Length.ShouldBe(20, "the twentieth would come with the end");
    }

    [Fact]
    public async Task Refusals_HaveTheirStatus()
    {
        await using var host = await GatewayHost.StartAsync();
        (await host.GetAsync("api/v2/batches/nonsense/events")).ShouldBeError(400, "invalid_id");
        (await host.GetAsync($"api/v2/batches/{Guid.NewGuid()}/events")).ShouldBeError(404, "not_found");
        host.Service.WatchFault = new BatchServiceException(ErrorKind.Unavailable, ErrorCodes.Unavailable, "too many watches");
        (await host.GetAsync($"api/v2/batches/{host.Service.BatchId}/events")).ShouldBeError(503, "unavailable");
    }

    [Fact]
    public async Task ServerThatStops_EndsStreamsAtOnce()
    {
        var host = await GatewayHost.StartAsync();
        host.Service.Events.Add(new BatchEvent { Id = "a", Batch = host.Service.Summary });
        using var answer = await host.Client.GetAsync(
            $"api/v2/batches/{host.Service.BatchId}/events", HttpCompletionOption.ResponseHeadersRead);
        using var body = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await body.ReadLineAsync().WaitAsync(GatewayHost.MaxWait) is var line && line != "id: a")
        {
            line.ShouldNotBeNull("the stream ended before its first event");
        }

        var stopping = host.StopAsync();

        await body.ReadToEndAsync().WaitAsync(GatewayHost.MaxWait);
        await stopping.WaitAsync(GatewayHost.MaxWait);
        await host.DisposeAsync();
    }

    /// <summary>
    /// A short timer fires at once, and the time advances by its duration; a long one fires after so many short
    /// ones, and before the one that makes up its time.
    /// </summary>
    private sealed class JumpingClock : TimeProvider
    {
        private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

        private readonly Lock _gate = new();
        private readonly List<(TimeSpan Due, Action Ring)> _waiting = [];
        private TimeSpan _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var rings = dueTime < Long && dueTime != Timeout.InfiniteTimeSpan;
            List<(TimeSpan Due, Action Ring)> due = [];
            lock (_gate)
            {
                if (rings)
                {
                    _now += dueTime;
                    due = _waiting.FindAll(w => w.Due <= _now);
                    _waiting.RemoveAll(w => w.Due <= _now);
                }
                else if (dueTime >= Long)
                {
                    _waiting.Add((_now + dueTime, () => callback(state)));
                }
            }

            due.ForEach(w => w.Ring());
            return base.CreateTimer(callback, state, rings ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
        }
    }
}
