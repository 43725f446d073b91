using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Batches;

/// <summary>
/// All watched batches of this process. One loop, which runs while there are watchers, reads all due batches in one
/// query and their longest lanes in another; watchers only wait for its events. The database load does not depend on
/// the number of watchers, and a watcher holds only the latest event, however slowly it reads.
/// </summary>
public sealed partial class BatchWatcher(
    IBatchWatchStore store, IOptions<BatchOptions> options, TimeProvider time, ILogger<BatchWatcher> logger)
{
    // With many watchers, notifying them is the main cost: the rate falls so that events per second stay bounded.
    private static readonly TimeSpan RestPerWatcher = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan RestAfterFault = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, WatchedBatch> _watches = [];
    private int _watchers;
    private bool _looking;

    /// <summary>Events of an existing batch of the caller's project; see <see cref="IBatchClient.WatchAsync"/>.</summary>
    internal async IAsyncEnumerable<BatchEvent> WatchAsync(
        Guid batchId, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watch = Enter(batchId);
        try
        {
            var told = default(BatchEvent);
            while (true)
            {
                var now = watch.Events.Now;
                var latest = now.Value;
                if (latest is not null && !ReferenceEquals(latest, told) && latest.Id != lastEventId)
                {
                    told = latest;
                    lastEventId = null; // from now on, changes of the rate alone are events too
                    yield return latest;
                }
                else if (latest is not { Done: true } && !now.IsLast)
                {
                    await now.Next.WaitAsync(cancellationToken);
                    continue;
                }

                if (latest is { Done: true } || now.IsLast)
                {
                    yield break;
                }
            }
        }
        finally
        {
            Leave(watch);
        }
    }

    /// <summary>Reserves one of the places for watchers, until it is disposed of.</summary>
    /// <exception cref="BatchServiceException">All are taken.</exception>
    internal IDisposable TakePlace()
    {
        if (Interlocked.Increment(ref _watchers) <= options.Value.MaxWatchers)
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref _watchers);
        throw new BatchServiceException(
            ErrorKind.Unavailable, ErrorCodes.Unavailable, "too many watches at once; poll the batch, or watch it later")
        {
            RetryAfter = RetryAfter,
        };
    }

    private WatchedBatch Enter(Guid batchId)
    {
        lock (_lock)
        {
            if (!_watches.TryGetValue(batchId, out var watch))
            {
                _watches.Add(batchId, watch = new WatchedBatch(batchId));
            }

            watch.Watchers++;
            if (!_looking)
            {
                _looking = true;
                using (ExecutionContext.SuppressFlow()) // the loop is not part of the request that starts it
                {
                    _ = Task.Run(PollAsync, CancellationToken.None);
                }
            }

            return watch;
        }
    }

    private void Leave(WatchedBatch watch)
    {
        lock (_lock)
        {
            if (--watch.Watchers == 0)
            {
                _watches.Remove(watch.BatchId);
            }
        }
    }

    private async Task PollAsync()
    {
        while (Due() is { } due)
        {
            var rest = WatchedBatch.Shortest;
            try
            {
                if (due.Count > 0)
                {
                    await PollBatchesAsync(due);
                }
            }
            catch (Exception e)
            {
                // Watchers keep the latest event; the next poll may succeed.
                LogLookFailed(e, due.Count);
                rest = RestAfterFault;
            }

            var forAll = RestPerWatcher * Volatile.Read(ref _watchers);
            await Task.Delay(forAll > rest ? forAll : rest, time, CancellationToken.None);
        }
    }

    // Null without watchers, which ends the loop.
    private List<WatchedBatch>? Due()
    {
        lock (_lock)
        {
            if (_watches.Count == 0)
            {
                _looking = false;
                return null;
            }

            return [.. _watches.Values.Where(w => w.SeenAt is not { } seen || time.GetElapsedTime(seen) >= w.Rest)];
        }
    }

    private async ValueTask PollBatchesAsync(List<WatchedBatch> due)
    {
        var seenAt = time.GetTimestamp();
        var found = (await store.ReadWatchedAsync(due.ConvertAll(w => w.BatchId), CancellationToken.None))
            .ToDictionary(b => b.Batch.BatchId);
        var running = due.Where(w => found.TryGetValue(w.BatchId, out var b) && b.Batch.Status == BatchStatus.Processing).ToList();
        var left = await ReadLanesAsync(running);
        foreach (var watch in due)
        {
            if (!found.TryGetValue(watch.BatchId, out var batch))
            {
                watch.Events.End();
                continue;
            }

            var since = watch.SeenAt is { } before ? time.GetElapsedTime(before, seenAt) : TimeSpan.Zero;
            if (batch.Batch.Status == BatchStatus.Processing)
            {
                await FollowLanesAsync(watch.Estimate.Lanes, batch.BatchKey, left, since);
            }

            watch.SeenAt = seenAt;
            watch.Estimate.Record(batch.Batch, since);
            watch.Publish(watch.Estimate.Describe(batch.Batch));
        }
    }

    private async ValueTask<Dictionary<long, int>> ReadLanesAsync(List<WatchedBatch> running)
    {
        var keys = running.SelectMany(w => w.Estimate.Lanes.LaneKeys).ToArray();
        return keys.Length == 0
            ? []
            : (await store.ReadLanesLeftAsync(keys, CancellationToken.None)).ToDictionary(l => l.LaneKey, l => l.Items);
    }

    private async ValueTask FollowLanesAsync(LongestLaneTracker lanes, long batchKey, Dictionary<long, int> left, TimeSpan since)
    {
        lanes.Moved(left, since);
        if (lanes.WantsScan)
        {
            lanes.Scanned(await store.ReadLongestLanesAsync(batchKey, LongestLaneTracker.Followed, CancellationToken.None));
        }
    }

    private sealed class Place(BatchWatcher watches) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref watches._watchers);
    }
}
