using System.Globalization;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Batches;

/// <summary>
/// Checks a draft's items one after the other and reports the results of processing them. All problems are counted, and
/// those of one page kept: first those of items, in their order, then those of graphs.
/// </summary>
/// <param name="from">How many problems the previous pages showed.</param>
/// <param name="limit">How many problems this page shows at most.</param>
/// <param name="longLane">The number of items from which a graph gets a warning.</param>
internal sealed class DraftValidator(long from, int limit, int longLane)
{
    private readonly Dictionary<long, Lane> _lanes = [];
    private readonly List<Problem> _errors = [];
    private readonly List<Problem> _warnings = [];
    private int _items;
    private int _errorCount;
    private int _warningCount;

    /// <summary>The graphs that its items go to.</summary>
    public long[] GraphKeys => [.. _lanes.Keys];

    /// <summary>The problems found.</summary>
    public BatchValidation Result => new(
        _errorCount == 0,
        _errorCount,
        _warningCount,
        _errors,
        _warnings,
        from + limit < _errorCount + _warningCount ? from + limit : null);

    /// <summary>Checks the next item.</summary>
    public void Add(DraftItem item)
    {
        _items++;
        if (item.GraphKey is { } graph)
        {
            AddInLane(item, graph);
        }
        else
        {
            var kind = item.Field[..^"_id".Length];
            Error(item.Sequence, item.Field, $"{kind}_not_found", $"{kind} not found: {item.Destination}; create it before the batch is processed");
        }

        if (item.Json is { } json && JsonCheck.Check(json) is { } error)
        {
            Error(item.Sequence, "data", error.Code, error.Message);
        }

        if (item.Date is null)
        {
            Warn(item.Sequence, "created_at", ErrorCodes.MissingDate, "created_at is missing: its facts will be dated at the moment it was added");
        }
    }

    /// <summary>Checks the graphs, after the last item.</summary>
    public void AddWaiting(IEnumerable<WaitingLanes> waiting)
    {
        if (_items == 0)
        {
            Error(null, null, ErrorCodes.EmptyBatch, "the batch is empty; add items before it is processed");
        }

        var waits = waiting.ToDictionary(w => w.GraphKey);
        foreach (var (graph, lane) in _lanes)
        {
            var wait = waits.GetValueOrDefault(graph);
            var ahead = wait?.Items ?? 0;
            if (lane.Items + ahead >= longLane)
            {
                Warn(lane.First, lane.Field, ErrorCodes.LongLane, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{lane.Items} items go to the graph of {lane.Destination} one after the other, behind {ahead} that wait there; the batch takes as long as they do"));
            }

            if (wait?.PausedBatch is { } paused)
            {
                Warn(lane.First, lane.Field, ErrorCodes.BehindPausedBatch,
                    $"the items for the graph of {lane.Destination} will wait for batch {paused}, which is paused");
            }
        }
    }

    private void AddInLane(DraftItem item, long graph)
    {
        if (!_lanes.TryGetValue(graph, out var lane))
        {
            _lanes.Add(graph, lane = new Lane(item.Sequence, item.Field, item.Destination));
        }

        lane.Items++;
        if (item.Date is not { } date)
        {
            return;
        }

        if (lane.LastDate is { } last && date < last)
        {
            Warn(item.Sequence, "created_at", ErrorCodes.BackwardDate, string.Create(
                CultureInfo.InvariantCulture,
                $"created_at is before that of item {lane.LastDated}, which comes first on the same graph: put older items first"));
        }

        (lane.LastDate, lane.LastDated) = (date, item.Sequence);
    }

    private void Error(int? index, string? field, string code, string message)
    {
        if (IsOnPage)
        {
            _errors.Add(new Problem(index, field, code, message));
        }

        _errorCount++;
    }

    private void Warn(int index, string field, string code, string message)
    {
        if (IsOnPage)
        {
            _warnings.Add(new Problem(index, field, code, message));
        }

        _warningCount++;
    }

    private bool IsOnPage => _errorCount + _warningCount is var found && found >= from && found < from + limit;

    private sealed class Lane(int first, string field, string destination)
    {
        public int First { get; } = first;

        public string Field { get; } = field;

        public string Destination { get; } = destination;

        public int Items { get; set; }

        public DateTimeOffset? LastDate { get; set; }

        public int LastDated { get; set; }
    }
}
