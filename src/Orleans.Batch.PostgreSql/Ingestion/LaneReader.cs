using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Gathers the requests of many graphs into few queries: one finds every graph's lane, the next ones read the items of
/// as many lanes as fill a query. This is what makes fifty thousand one-item graphs as cheap as one graph of as many.
/// </summary>
public sealed class LaneReader : ILaneReader, IAsyncDisposable
{
    private const int MaxRequestsPerQuery = 4_096;

    private readonly Database _database;
    private readonly InFlightMarkers _markers;
    private readonly IngestionOptions _options;
    private readonly BatchPace _pace;
    private readonly RowBudget _budget;
    private readonly BatchFactsCache _batches;
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task> _loop;

    /// <summary>Makes the reader; it begins with the first request.</summary>
    public LaneReader(Database database, InFlightMarkers markers, BatchPace pace, IOptions<IngestionOptions> options)
    {
        _database = database;
        _markers = markers;
        _options = options.Value;
        _pace = pace;
        _budget = new RowBudget(_options.RowsInMemory);
        _batches = new BatchFactsCache(database.Ingestion);
        _loop = new Lazy<Task>(() =>
        {
            using var noCaller = ExecutionContext.SuppressFlow(); // its queries are nobody's trace
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
            while (found.Count > 0 || await _requests.Reader.WaitToReadAsync(_stopping.Token))
            {
                await FindLanesAsync(found);
                if (found.Count > 0)
                {
                    await WaitForRoomAsync();
                    await ReadChunksAsync(found);
                }
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

    // What real time leaves to batches is asked anew each time: it may have become active, or quiet, meanwhile.
    private ValueTask WaitForRoomAsync()
    {
        var mayBeTaken = _pace.RowsInMemory - Math.Min(_pace.ReadRows, _pace.RowsInMemory);
        return _budget.WaitAsync(_options.RowsInMemory - mayBeTaken, _stopping.Token);
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
            _pace.NoteRealtimeElsewhere(news.SinceRealtime);
            foreach (var request in requests)
            {
                if (lanes.TryGetValue(request.GraphKey, out var lane))
                {
                    found.Enqueue(
                        lane.Batch.ProjectKey, lane.Batch.ProjectWeight, lane.Batch.Priority, new FoundLane(request, lane));
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

    private async ValueTask ReadChunksAsync(FairQueue<FoundLane> found)
    {
        var most = _pace.ReadRows;
        var share = Math.Min(_pace.LaneRows, Math.Clamp(most / found.Count, Math.Min(_options.LaneRows, most), most));
        var pack = new List<FoundLane>();
        var limits = new List<int>();
        var suspicion = Suspicion.None;
        for (var rows = 0; rows < most && suspicion == Suspicion.None && found.TryPeek(out var next);)
        {
            suspicion = InFlightMarkers.Judge(next.Lane);
            if (suspicion != Suspicion.None && pack.Count > 0)
            {
                suspicion = Suspicion.None;
                break;
            }

            var limit = suspicion == Suspicion.None ? Math.Min(share, next.Lane.Total - next.Lane.Cursor) : 1;
            pack.Add(found.Dequeue(limit));
            limits.Add(limit);
            rows += limit;
        }

        InFlightMarkers.Marker? marker = null;
        try
        {
            var lanes = pack.ConvertAll(p => p.Lane);
            marker = await _markers.BeginAsync(lanes, _stopping.Token);
            var items = await LaneQueries.ReadItemsAsync(_database.Ingestion, lanes, limits, _stopping.Token);
            for (var i = 0; i < pack.Count; i++)
            {
                Answer(pack[i], items[i], marker);
            }
        }
        catch (Exception e)
        {
            pack.ForEach(_ => marker?.LaneDone());
            Fail(pack.ConvertAll(p => p.Request), e);
        }
    }

    private void Answer(FoundLane found, List<IngestItem> items, InFlightMarkers.Marker marker)
    {
        if (items.Count == 0)
        {
            // Its items are gone (the batch was purged meanwhile): there is nothing to do on this graph now.
            marker.LaneDone();
            found.Request.Answer.TrySetResult(null);
            return;
        }

        _budget.Take(items.Count);
        var released = 0;
        var chunk = found.Lane.ToChunk(found.Request.GraphKey, items, () =>
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                _budget.Give(items.Count);
                marker.LaneDone();
            }
        });
        if (!found.Request.Answer.TrySetResult(chunk))
        {
            chunk.Dispose();
        }
    }

    private static void Fail(List<Request> requests, Exception e)
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
