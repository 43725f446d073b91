using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.Engine.Tests.Webhooks.Support;
using Orleans.Batch.TestKit.Webhooks;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks;

public sealed class DispatcherTests
{
    [Fact]
    public async Task ManyDue_ManyHosts_AllDeliveredWithinTheCaps()
    {
        const int Messages = 4_000;
        const int Hosts = 20;
        var running = new ConcurrentDictionary<string, int>();
        var (all, most, mostOfOne) = (0, 0, 0);
        var gate = new Lock();
        await using var receiver = new RawReceiver(async e =>
        {
            var host = e.Header("Host");
            lock (gate)
            {
                most = Math.Max(most, ++all);
                mostOfOne = Math.Max(mostOfOne, running.AddOrUpdate(host, 1, (_, n) => n + 1));
            }

            await Task.Yield();
            lock (gate)
            {
                all--;
                running[host]--;
            }

            await e.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        var resolver = new FakeResolver();
        for (var i = 0; i < Hosts; i++)
        {
            resolver.With($"h{i}.test", ["127.0.0.1"]);
        }

        await using var rig = new DispatcherRig(o => RawReceiver.Allow(o, receiver), resolver, senderTime: new FakeTimeProvider());
        for (var i = 0; i < Messages; i++)
        {
            // Two endpoints for each host, so that the host's cap applies and not the endpoint's.
            var url = $"http://h{i % Hosts}.test:{receiver.Port}/";
            rig.Store.Add(SenderRig.Delivery(url, endpoint: i % (Hosts * 2), message: i));
        }

        rig.Wake();
        await rig.RecordedAsync(Messages);

        rig.Store.Records.ShouldAllBe(r => r.Verdict == AttemptVerdict.Delivered);
        receiver.Exchanges.Count.ShouldBe(Messages);
        most.ShouldBeLessThanOrEqualTo(64);
        mostOfOne.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task SlowHost_WithMoreThanItCanTake_DelaysNoOther()
    {
        var waiting = 0;
        await using var slow = new RawReceiver(async e =>
        {
            Interlocked.Increment(ref waiting);
            await e.UntilClosedAsync();
        });
        await using var good = RawReceiver.Answering("200 OK");
        await using var rig = new DispatcherRig(
            o =>
            {
                (o.Concurrency, o.ConcurrencyPerHost) = (8, 2);
                RawReceiver.Allow(o, slow, good);
            },
            new FakeResolver().With("slow.test", ["127.0.0.1"]).With("good.test", ["127.0.0.1"]),
            senderTime: new FakeTimeProvider()); // none of its attempts ends while the good ones run
        for (var i = 0; i < 200; i++)
        {
            rig.Store.Add(SenderRig.Delivery($"http://slow.test:{slow.Port}/", endpoint: i % 4, message: i)); // the older ones
        }

        for (var i = 200; i < 300; i++)
        {
            rig.Store.Add(SenderRig.Delivery($"http://good.test:{good.Port}/", endpoint: 9, message: i));
        }

        rig.Wake();
        await rig.RecordedAsync(100);

        rig.Store.Records.ShouldAllBe(r => r.Verdict == AttemptVerdict.Delivered);
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref waiting) >= 2));
        waiting.ShouldBe(2);
    }

    [Fact]
    public async Task EndlessReceiver_TimesOut_FreesItsSlotForOthers()
    {
        var asked = new TaskCompletionSource();
        await using var endless = new RawReceiver(e =>
        {
            asked.SetResult();
            return e.UntilClosedAsync();
        });
        await using var good = RawReceiver.Answering("200 OK");
        var clock = new FakeTimeProvider();
        await using var rig = new DispatcherRig(
            o =>
            {
                (o.Concurrency, o.ConcurrencyPerHost) = (1, 1);
                RawReceiver.Allow(o, endless, good);
            },
            senderTime: clock);
        rig.Store.Add(SenderRig.Delivery(endless.Url, endpoint: 1, message: 1));
        rig.Store.Add(SenderRig.Delivery(good.Url, endpoint: 2, message: 2));

        rig.Wake();
        await asked.Task.WaitAsync(Eventually.MaxWait);
        clock.Advance(TimeSpan.FromHours(1));
        await rig.RecordedAsync(2);

        rig.Store.Records.Select(r => r.Verdict).ShouldBe([AttemptVerdict.Retry, AttemptVerdict.Delivered]);
    }

    [Fact]
    public async Task StepAsync_ReceiverHangs_ReturnsWithoutWaiting()
    {
        await using var endless = new RawReceiver(e => e.UntilClosedAsync());
        await using var rig = new DispatcherRig(o => RawReceiver.Allow(o, endless));
        rig.Store.Add(SenderRig.Delivery(endless.Url));

        var result = await rig.Dispatcher.StepAsync(0, CancellationToken.None).AsTask().WaitAsync(Eventually.MaxWait);

        result.After.ShouldBe(TimeSpan.FromSeconds(30));
        rig.Store.Records.ShouldBeEmpty();
    }

    [Fact]
    public void Reserve_SlotOfAnotherShardComesBackUnused_WhoWasTurnedAwayIsTold()
    {
        var slots = new DeliveryLimiter(Options.Create(new WebhookOptions { Concurrency = 1 }));
        slots.Reserve(shard: 1, wanted: 1, out _).ShouldBe(1);
        slots.Reserve(shard: 2, wanted: 1, out _).ShouldBe(0);

        slots.Release(1).ShouldBe([2L]);
        slots.Reserve(shard: 2, wanted: 1, out _).ShouldBe(1);
        slots.Release(1).ShouldBeEmpty();
    }

    [Fact]
    public void Leave_WaitedTooLong_IsLetGoAndTheSlotFreed()
    {
        var slots = new DeliveryLimiter(Options.Create(new WebhookOptions { Concurrency = 2, ConcurrencyPerHost = 1 }));
        slots.Reserve(1, 2, out _);
        var (first, stale, fresh) = (Held(1), Held(2), Held(3));
        slots.Admit(first).ShouldBeTrue();
        slots.Admit(stale).ShouldBeFalse();
        slots.Admit(fresh).ShouldBeFalse();
        slots.Release(1);

        slots.Leave(first, h => h != stale, out _).ShouldBeSameAs(fresh);
        slots.Leave(fresh, _ => true, out _).ShouldBeNull();

        slots.Reserve(1, 5, out var busy).ShouldBe(2);
        busy.ShouldBeEmpty();

        static LeasedDelivery Held(long message) =>
            new(SenderRig.Delivery("http://a.test/", endpoint: message, message: message), "a.test", 0);
    }

    [Fact]
    public async Task Record_StoreIsAwayForAMoment_IsRecordedWithoutAnotherAttempt()
    {
        await using var receiver = RawReceiver.Answering("200 OK");
        await using var rig = new DispatcherRig(o => RawReceiver.Allow(o, receiver));
        rig.Store.BeforeRecord = call =>
        {
            if (call <= 2)
            {
                throw new TransientStoreException("restarting", new IOException());
            }
        };
        rig.Store.Add(SenderRig.Delivery(receiver.Url));

        rig.Wake();
        await rig.RecordedAsync(1);

        rig.Store.RecordCalls.ShouldBe(3);
        receiver.Exchanges.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Log_CannotBeWritten_EveryAttemptIsRecordedAndItsSlotFreed()
    {
        await using var receiver = RawReceiver.Answering("500 Oh");
        using var full = new FullDiskLogger();
        await using var rig = new DispatcherRig(
            o =>
            {
                (o.Concurrency, o.ConcurrencyPerHost) = (1, 1);
                RawReceiver.Allow(o, receiver);
            },
            logger: full);
        for (var i = 0; i < 5; i++)
        {
            rig.Store.Add(SenderRig.Delivery(receiver.Url, message: i));
        }

        rig.Wake();
        await rig.RecordedAsync(5);

        full.Refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Log_OfAFailure_HoldsNoQueryAndNoSecret()
    {
        await using var receiver = RawReceiver.Answering("500 Oh");
        using var log = new RecordingLogger();
        await using var rig = new DispatcherRig(o => RawReceiver.Allow(o, receiver), logger: log);
        var delivery = SenderRig.Delivery(receiver.Url + "?token=hush");
        rig.Store.Add(delivery);

        rig.Wake();
        await Eventually.TrueAsync(() => Task.FromResult(!log.Lines.IsEmpty));

        var line = log.Lines.ShouldHaveSingleItem();
        line.ShouldContain(delivery.MessageId.ToString());
        line.ShouldContain("status 500");
        line.ShouldNotContain("hush");
        line.ShouldNotContain("hook");
    }

    [Fact]
    public async Task StopAsync_AttemptInFlight_IsCutOffAndNotRecorded()
    {
        var arrived = new TaskCompletionSource();
        await using var endless = new RawReceiver(async e =>
        {
            arrived.SetResult();
            await e.UntilClosedAsync();
        });
        await using var rig = new DispatcherRig(o => RawReceiver.Allow(o, endless));
        rig.Store.Add(SenderRig.Delivery(endless.Url));
        rig.Wake();
        await arrived.Task;

        await rig.Worker.StopAsync(CancellationToken.None).WaitAsync(Eventually.MaxWait);

        rig.Store.Records.ShouldBeEmpty();
        rig.Store.RecordCalls.ShouldBe(0);
    }

    private sealed class FullDiskLogger : ILogger<DeliveryWorker>, IDisposable
    {
        public int Refused { get; private set; }

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Refused++;
            throw new IOException("No space left on device");
        }

        public void Dispose()
        {
        }
    }

    private sealed class RecordingLogger : ILogger<DeliveryWorker>, IDisposable
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
