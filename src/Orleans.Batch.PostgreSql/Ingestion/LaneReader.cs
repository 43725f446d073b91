using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Combines the requests of many graphs into few queries: one finds every graph's lane, the next ones read the items of
/// as many lanes as fill a query. This makes fifty thousand one-item graphs as cheap as one graph of as many items. A query
/// is bounded by items, by bytes, and by the facts that earlier items made.
/// </summary>
public sealed class LaneReader : ILaneReader, IAsyncDisposable
{
    private const int MaxRequestsPerQuery = 4_096;
    private const long SmallestReadBytes = 64 << 10;

    // Projects take turns by items, and by memory if their items are large.
    private const int BytesPerTurn = 4_096;

    private readonly Database _database;
    private readonly InFlightMarkers _markers;
    private readonly IngestionOptions _options;
    private readonly CommitThrottle _throttle;
    private readonly ReadBudget _budget = new();
    private readonly BatchFactsCache _batches;
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task> _loop;
    private Task<bool>? _arrival;
    private long _readBytes;

    /// <summary>Creates the reader; it starts with the first request.</summary>
    public LaneReader(Database database, InFlightMarkers markers, CommitThrottle throttle, IOptions<IngestionOptions> options)
    {
        _database = database;
        _markers = markers;
        _options = options.Value;
        _throttle = throttle;
        _readBytes = _options.ReadBytes;
        _batches = new BatchFactsCache(database.Ingestion);
        _loop = new Lazy<Task>(() =>
        {
            using var noCaller = ExecutionContext.SuppressFlow(); // its queries belong to no caller's trace
            return Task.Run(RunAsync, CancellationToken.None);
        });
    }

    /// <inheritdoc/>
    public async ValueTask<LaneChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken)
    {
        var request = new Request(graphKey);
        if (!_requests.Writer.TryWrite(request))
        {
            throw new OperationCanceledException("the lane reader has stopped");
        }

        _ = _loop.Value;
        return await request.Answer.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _stopping.CancelAsync();
        if (_loop.IsValueCreated)
        {
            await _loop.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (_requests.Reader.TryRead(out var request))
        {
            request.Answer.TrySetCanceled(new CancellationToken(canceled: true));
        }

        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var found = new FairQueue<FoundLane>();
        try
        {
            while (found.Count > 0 || await ArrivedAsync())
            {
                _stopping.Token.ThrowIfCancellationRequested();
                await FindLanesAsync(found);
                if (!found.TryPeek(out var next))
                {
                    continue;
                }

                var room = RoomFor(next, out var changed);
                if (room == ReadCapacity.None)
                {
                    // A request that arrives meanwhile may be of a project that has room.
                    await Task.WhenAny(changed, Arrival()).WaitAsync(_stopping.Token);
                    continue;
                }

                await ReadChunksAsync(found, room);
            }
        }
        finally
        {
            while (found.TryPeek(out _))
            {
                found.Dequeue(cost: 0).Request.Answer.TrySetCanceled(new CancellationToken(canceled: true));
            }
        }
    }

    private Task<bool> Arrival() => _arrival is { IsCompleted: false }
        ? _arrival
        : _arrival = _requests.Reader.WaitToReadAsync(_stopping.Token).AsTask();

    // The channel has one reader: only one call may wait on it.
    private async ValueTask<bool> ArrivedAsync()
    {
        var arrival = _arrival;
        _arrival = null;
        return arrival is null ? await _requests.Reader.WaitToReadAsync(_stopping.Token) : await arrival;
    }

    // The share that real time leaves to batches is read each time: it may have become active, or quiet, meanwhile.
    private ReadCapacity RoomFor(FoundLane next, out Task changed)
    {
        var items = _throttle.RowsInMemory - Math.Min(_throttle.ReadRows, _throttle.RowsInMemory);
        var bytes = _options.BytesInMemory - Math.Min(_readBytes, _options.BytesInMemory);
        return _budget.RoomFor(next.Lane.Batch.ProjectKey, items, bytes, out changed);
    }

    private async ValueTask FindLanesAsync(FairQueue<FoundLane> found)
    {
        var requests = new List<Request>();
        while (requests.Count < MaxRequestsPerQuery && _requests.Reader.TryRead(out var request))
        {
            requests.Add(request);
        }

        if (requests.Count == 0)
        {
            return;
        }

        try
        {
            var (lanes, news) = await LaneQueries.FindLanesAsync(
                _database.Ingestion, _batches, requests.ConvertAll(r => r.GraphKey), _stopping.Token);
            _markers.Watching = news.Watch;
            _throttle.NoteRealtimeElsewhere(news.SinceRealtime);
            foreach (var request in requests)
            {
                if (lanes.TryGetValue(request.GraphKey, out var lane))
                {
                    Enqueue(found, new FoundLane(request, lane));
                }
                else
                {
                    request.Answer.TrySetResult(null);
                }
            }
        }
        catch (Exception e)
        {
            Fail(requests, e);
        }
    }

    private async ValueTask ReadChunksAsync(FairQueue<FoundLane> found, ReadCapacity room)
    {
        var maxBytes = room == ReadCapacity.ForNewcomers ? (_readBytes / 8) + 1 : _readBytes;
        var (pack, limits) = TakeLanes(found, room, maxBytes);
        InFlightMarkers.Marker? marker = null;
        var answered = 0;
        try
        {
            var lanes = pack.ConvertAll(p => p.Lane);
            marker = await _markers.BeginAsync(lanes, _stopping.Token);
            var items = await LaneQueries.ReadItemsAsync(_database.Ingestion, lanes, limits, maxBytes, _stopping.Token);
            for (; answered < pack.Count; answered++)
            {
                Answer(found, pack[answered], items[answered], marker);
            }

            _readBytes = Math.Min(_options.ReadBytes, _readBytes + (_readBytes / 4) + 1);
        }
        catch (Exception e)
        {
            if (e is OutOfMemoryException)
            {
                _readBytes = Math.Max(SmallestReadBytes, _readBytes / 2);
            }

            pack.Skip(answered).ToList().ForEach(_ => marker?.LaneDone());
            Fail(pack.Skip(answered).Select(p => p.Request), e);
        }
    }

    private (List<FoundLane> Pack, List<int> Limits) TakeLanes(FairQueue<FoundLane> found, ReadCapacity room, long maxBytes)
    {
        var newcomers = room == ReadCapacity.ForNewcomers;
        var most = newcomers ? Math.Min(_options.LaneRows, _throttle.ReadRows) : _throttle.ReadRows;
        var facts = _throttle.CommitFacts;
        var share = Math.Min(_throttle.LaneRows, Math.Clamp(most / found.Count, Math.Min(_options.LaneRows, most), most));
        var pack = new List<FoundLane>();
        var limits = new List<int>();
        var suspicion = SuspicionLevel.None;
        var (rows, bytes) = (0, 0L);
        while (rows < most && bytes < maxBytes && suspicion == SuspicionLevel.None && found.TryPeek(out var next)
            && !(newcomers && _budget.Holds(next.Lane.Batch.ProjectKey)))
        {
            suspicion = InFlightMarkers.GetLevel(next.Lane);
            if (suspicion != SuspicionLevel.None && pack.Count > 0)
            {
                break;
            }

            var weights = next.Lane.Batch.Weights;
            var limit = suspicion == SuspicionLevel.None
                ? Math.Min(weights.ItemsIn(maxBytes, facts), Math.Min(share, next.Lane.Total - next.Lane.Cursor))
                : 1;
            var expected = weights.BytesFor(limit);
            pack.Add(found.Dequeue((int)Math.Clamp(expected / BytesPerTurn, limit, int.MaxValue)));
            limits.Add(limit);
            rows += limit;
            bytes += expected;
        }

        return (pack, limits);
    }

    private void Answer(FairQueue<FoundLane> waiting, FoundLane found, List<IngestItem>? items, InFlightMarkers.Marker marker)
    {
        if (items is null)
        {
            marker.LaneDone();
            Enqueue(waiting, found); // the query was full before its turn
            return;
        }

        if (items.Count == 0)
        {
            // Its items are gone (the batch was purged meanwhile): there is nothing to do on this graph now.
            marker.LaneDone();
            found.Request.Answer.TrySetResult(null);
            return;
        }

        var (project, weights) = (found.Lane.Batch.ProjectKey, found.Lane.Batch.Weights);
        weights.NoteRead(items.Count, items.Sum(i => (long)ItemSizeEstimator.BytesOf(i)));
        var bytes = weights.BytesFor(items.Count);
        _budget.Take(project, items.Count, bytes);
        var released = 0;
        var chunk = found.Lane.ToChunk(found.Request.GraphKey, items, () =>
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                _budget.Give(project, items.Count, bytes);
                marker.LaneDone();
            }
        });
        if (!found.Request.Answer.TrySetResult(chunk))
        {
            chunk.Dispose();
        }
    }

    private static void Enqueue(FairQueue<FoundLane> found, FoundLane lane) =>
        found.Enqueue(lane.Lane.Batch.ProjectKey, lane.Lane.Batch.ProjectWeight, lane.Lane.Batch.Priority, lane);

    private static void Fail(IEnumerable<Request> requests, Exception e)
    {
        var fault = StoreFaults.IsTransient(e)
            ? new TransientStoreException("the next items cannot be read now", e)
            : e;
        foreach (var request in requests)
        {
            request.Answer.TrySetException(fault);
        }
    }

    private sealed class Request(long graphKey)
    {
        public long GraphKey { get; } = graphKey;

        public TaskCompletionSource<LaneChunk?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed record FoundLane(Request Request, LaneHead Lane);
}
