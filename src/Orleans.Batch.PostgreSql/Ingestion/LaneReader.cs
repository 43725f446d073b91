using Microsoft.Extensions.Options;
using Orleans.Batch.Facts;
using Orleans.Batch.Grouping;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.InFlight;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Combines the requests of many graphs into few queries: one finds every graph's lane, the next ones read the items of
/// as many lanes as fill a query. This makes fifty thousand one-item graphs as cheap as one graph of as many items. A query
/// is bounded by items, by bytes, and by the facts that earlier items made.
/// </summary>
public sealed class LaneReader : ILaneReader, IAsyncDisposable
{
    private static readonly BatchedResult<LaneChunk?> PutBack = new() { IsPutBack = true };

    private readonly Database _database;
    private readonly LaneMarkers _markers;
    private readonly CommitThrottle _throttle;
    private readonly ContentModes _contentModes;
    private readonly ReadBudget _budget = new();
    private readonly ReadSize _size;
    private readonly LaneQueue _queue;
    private readonly BatchFactsCache _batches;
    private readonly VocabularyQuery _vocabularies;
    private readonly RequestBatcher<LaneRequest, LaneChunk?> _reads;

    /// <summary>Creates the reader; it starts with the first request.</summary>
    public LaneReader(
        Database database, InFlightMarkers markers, CommitThrottle throttle, ContentModes contentModes, IOptions<IngestionOptions> options)
    {
        _database = database;
        _markers = new LaneMarkers(markers, database.Ingestion);
        _throttle = throttle;
        _contentModes = contentModes;
        _size = new ReadSize(options.Value.ReadBytes);
        _queue = new LaneQueue(_budget, _size, throttle, options.Value);
        _batches = new BatchFactsCache(database.Ingestion);
        _vocabularies = new VocabularyQuery(database.Ingestion);
        _reads = new(_queue, AnswerAsync, StoreFaults.TranslateTo("the next items cannot be read now"));
    }

    /// <inheritdoc/>
    public ValueTask<LaneChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken) =>
        _reads.AskAsync(new LaneRequest(graphKey), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _reads.DisposeAsync();

    private ValueTask<IReadOnlyList<BatchedResult<LaneChunk?>>> AnswerAsync(
        IReadOnlyList<LaneRequest> group, int loop, CancellationToken cancellationToken) =>
        group[0].Lane is null ? FindLanesAsync(group, cancellationToken) : ReadChunksAsync(group, cancellationToken);

    private async ValueTask<IReadOnlyList<BatchedResult<LaneChunk?>>> FindLanesAsync(
        IReadOnlyList<LaneRequest> requests, CancellationToken cancellationToken)
    {
        var (lanes, news) = await LaneQueries.FindLanesAsync(
            _database.Ingestion, _batches, [.. requests.Select(r => r.GraphKey)], cancellationToken);
        _markers.Watching = news.Watch;
        _throttle.NoteRealtimeElsewhere(news.SinceRealtime);
        var answers = new BatchedResult<LaneChunk?>[requests.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            requests[i].Lane = lanes.GetValueOrDefault(requests[i].GraphKey);
            answers[i] = requests[i].Lane is null ? default : PutBack;
        }

        return answers;
    }

    private async ValueTask<IReadOnlyList<BatchedResult<LaneChunk?>>> ReadChunksAsync(
        IReadOnlyList<LaneRequest> requests, CancellationToken cancellationToken)
    {
        InFlightMarker? marker = null;
        var answers = new List<BatchedResult<LaneChunk?>>(requests.Count);
        try
        {
            var lanes = requests.Select(r => r.Lane!).ToList();
            marker = await _markers.BeginAsync(lanes, cancellationToken);
            var (items, declared) = await LaneQueries.ReadItemsAsync(
                _database.Ingestion,
                [.. requests.Select(r => r.GraphKey)],
                lanes,
                [.. requests.Select(r => r.Limit)],
                _contentModes.All,
                _queue.MaxBytes,
                cancellationToken);
            var vocabularies = await _vocabularies.CompleteAsync(declared, cancellationToken);
            for (var i = 0; i < requests.Count; i++)
            {
                answers.Add(Answer(
                    requests[i], items[i], vocabularies.GetValueOrDefault(requests[i].GraphKey, GraphVocabulary.Empty), marker));
            }

            _size.Grow();
        }
        catch (Exception e)
        {
            if (e is OutOfMemoryException)
            {
                _size.Shrink();
            }

            while (answers.Count < requests.Count)
            {
                marker?.PartDone();
                answers.Add(new(null, e));
            }
        }

        return answers;
    }

    private BatchedResult<LaneChunk?> Answer(
        LaneRequest request, List<IngestItem>? items, GraphVocabulary vocabulary, InFlightMarker marker)
    {
        if (items is null or { Count: 0 })
        {
            // Null: the query was full before its turn. Without items the batch was purged meanwhile, and there is
            // nothing to do on this graph now.
            marker.PartDone();
            return items is null ? PutBack : new(null);
        }

        var lane = request.Lane!;
        var (project, weights) = (lane.Batch.ProjectKey, lane.Batch.Weights);
        weights.NoteRead(items.Count, items.Sum(i => (long)ItemSizeEstimator.BytesOf(i)));
        var bytes = weights.BytesFor(items.Count);
        _budget.Take(project, items.Count, bytes);
        var released = 0;
        return new(lane.ToChunk(request.GraphKey, items, vocabulary, () =>
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                _budget.Give(project, items.Count, bytes);
                marker.PartDone();
            }
        }));
    }
}
