namespace Orleans.Batch.Gateway.Tests;

/// <summary>Server-sent events as they go over the wire.</summary>
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
        await using var host = await GatewayHost.StartAsync(time: new HastyClock());

        // Nothing ever comes; five minutes, a hundred times as fast.
        var answer = await host.GetAsync($"api/v2/batches/{host.Service.BatchId}/events").WaitAsync(TimeSpan.FromSeconds(30));

        answer.Body.ShouldStartWith("retry: 2000\n\n:\n\n:\n\n");
        answer.Body.Split(":\n\n").Length.ShouldBeInRange(5, 21);
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
        var body = answer.Content.ReadAsStringAsync();

        var stopping = host.StopAsync();

        (await body.WaitAsync(TimeSpan.FromSeconds(10))).ShouldContain("id: a\n");
        await stopping.WaitAsync(TimeSpan.FromSeconds(10));
        await host.DisposeAsync();
    }

    /// <summary>Its timers ring a hundred times too early.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
    }
}
