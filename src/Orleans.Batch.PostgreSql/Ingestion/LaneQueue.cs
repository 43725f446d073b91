using System.Diagnostics.CodeAnalysis;
using Orleans.Batch.Grouping;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.InFlight;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Requests for lanes. A group either finds lanes or reads the items of lanes that were found: the two take turns as long
/// as there is work for both. Projects take turns by the items that they read.
/// </summary>
internal sealed class LaneQueue(ReadBudget budget, ReadSize size, CommitThrottle throttle, IngestionOptions options)
    : IRequestQueue<LaneRequest, LaneChunk?>
{
    private const int MaxRequestsPerQuery = 4_096;

    // Projects take turns by items, and by memory if their items are large.
    private const int BytesPerTurn = 4_096;

    private readonly Queue<PendingRequest<LaneRequest, LaneChunk?>> _unfound = [];
    private readonly FairQueue<PendingRequest<LaneRequest, LaneChunk?>> _found = new();
    private bool _hasJustSearched;

    /// <summary>How many bytes the last group of found lanes may read.</summary>
    public long MaxBytes { get; private set; }

    /// <inheritdoc/>
    public void Add(PendingRequest<LaneRequest, LaneChunk?> request)
    {
        if (request.Request.Lane is { Batch: var batch })
        {
            _found.Enqueue(batch.ProjectKey, batch.ProjectWeight, batch.Priority, request);
        }
        else
        {
            _unfound.Enqueue(request);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PendingRequest<LaneRequest, LaneChunk?>> Take(out Task? changed)
    {
        changed = null;
        if (_unfound.Count > 0 && !(_hasJustSearched && _found.Count > 0))
        {
            _hasJustSearched = true;
            return TakeUnfound();
        }

        _hasJustSearched = false;
        if (!_found.TryPeek(out var next))
        {
            return [];
        }

        var room = RoomFor(next.Request.Lane!, out var roomChanged);
        if (room != ReadCapacity.None)
        {
            return TakeFound(room);
        }

        if (_unfound.Count > 0)
        {
            return TakeUnfound();
        }

        changed = roomChanged;
        return [];
    }

    /// <inheritdoc/>
    public bool TryRemove([MaybeNullWhen(false)] out PendingRequest<LaneRequest, LaneChunk?> request) =>
        _unfound.TryDequeue(out request) || _found.TryRemove(out request);

    private List<PendingRequest<LaneRequest, LaneChunk?>> TakeUnfound()
    {
        var group = new List<PendingRequest<LaneRequest, LaneChunk?>>();
        while (group.Count < MaxRequestsPerQuery && _unfound.TryDequeue(out var request))
        {
            group.Add(request);
        }

        return group;
    }

    // The share that real time leaves to batches is read each time: it may have become active, or quiet, meanwhile.
    private ReadCapacity RoomFor(LaneHead next, out Task changed)
    {
        var items = throttle.RowsInMemory - Math.Min(throttle.ReadRows, throttle.RowsInMemory);
        var bytes = options.BytesInMemory - Math.Min(size.Bytes, options.BytesInMemory);
        return budget.RoomFor(next.Batch.ProjectKey, items, bytes, out changed);
    }

    private List<PendingRequest<LaneRequest, LaneChunk?>> TakeFound(ReadCapacity room)
    {
        MaxBytes = size.For(room);
        var newcomers = room == ReadCapacity.ForNewcomers;
        var most = newcomers ? Math.Min(options.LaneRows, throttle.ReadRows) : throttle.ReadRows;
        var facts = throttle.CommitFacts;
        var share = Math.Min(throttle.LaneRows, Math.Clamp(most / _found.Count, Math.Min(options.LaneRows, most), most));
        var group = new List<PendingRequest<LaneRequest, LaneChunk?>>();
        var suspicion = SuspicionLevel.None;
        var (rows, bytes) = (0, 0L);
        while (rows < most && bytes < MaxBytes && suspicion == SuspicionLevel.None && _found.TryPeek(out var next)
            && next.Request is { Lane: { } lane } request
            && !(newcomers && budget.Holds(lane.Batch.ProjectKey)))
        {
            suspicion = lane.SuspicionLevel;
            if (suspicion != SuspicionLevel.None && group.Count > 0)
            {
                break;
            }

            var weights = lane.Batch.Weights;
            request.Limit = suspicion == SuspicionLevel.None
                ? Math.Min(weights.ItemsIn(MaxBytes, facts), Math.Min(share, lane.Total - lane.Cursor))
                : 1;
            var expected = weights.BytesFor(request.Limit);
            group.Add(_found.Dequeue((int)Math.Clamp(expected / BytesPerTurn, request.Limit, int.MaxValue)));
            rows += request.Limit;
            bytes += expected;
        }

        return group;
    }
}
