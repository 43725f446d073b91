using Microsoft.Extensions.Options;
using Orleans.Batch.Grouping;
using Orleans.Batch.Ingestion;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.InFlight;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>The real-time queue: with connections and groups separate from those of batches.</summary>
public sealed class RealtimeQueue : IRealtimeQueue, IAsyncDisposable
{
    private const int MaxGraphsPerQuery = 256;

    // A commit is full when it reaches its limit of episodes or of facts.
    private const int FullCommit = 1_000_000;

    private readonly Database _database;
    private readonly DeliveryQueue _deliveries;
    private readonly RealtimeOptions _options;
    private readonly WindowOptions _windows;
    private readonly ContentModes _contentModes;
    private readonly RealtimeMarkers _markers;
    private readonly RealtimeVocabularies _vocabularies;
    private readonly WorkBudget _bytes;
    private readonly RequestBatcher<long, RealtimeHead?> _reads;
    private readonly RequestBatcher<ProcessedRealtime, CommitOutcome> _commits;

    /// <summary>Creates the queue; it starts with the first request.</summary>
    public RealtimeQueue(
        Database database,
        DeliveryQueue deliveries,
        InFlightMarkers markers,
        ContentModes contentModes,
        IOptions<RealtimeOptions> options,
        IOptions<ModelOptions> models)
    {
        _database = database;
        _windows = models.Value.Window;
        _deliveries = deliveries;
        _options = options.Value;
        _contentModes = contentModes;
        _markers = new RealtimeMarkers(markers, database.Live);
        _vocabularies = new RealtimeVocabularies(database.Live, contentModes);
        _reads = new(
            new WeightedQueue<long, RealtimeHead?>(MaxGraphsPerQuery),
            ReadAsync,
            StoreFaults.TranslateTo("live episodes cannot be read now"));
        _bytes = new WorkBudget(_options.BytesInMemory);
        _commits = new(
            new WeightedQueue<ProcessedRealtime, CommitOutcome>(FullCommit, Weigh),
            CommitAsync,
            StoreFaults.TranslateTo("live episodes cannot be committed now"));
    }

    /// <inheritdoc/>
    public async ValueTask<RealtimeChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken)
    {
        if (await _reads.AskAsync(graphKey, cancellationToken) is not { Chunk: { } chunk } head)
        {
            return null;
        }

        var bytes = head.Bytes!;
        try
        {
            var begun = await _markers.BeginAsync(head, chunk, cancellationToken);
            return begun with
            {
                Release = () =>
                {
                    bytes.Dispose();
                    begun.Release?.Invoke();
                },
            };
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(ProcessedRealtime chunk, CancellationToken cancellationToken) =>
        _commits.AskAsync(chunk, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync();
        await _markers.DisposeAsync();
        await _commits.DisposeAsync();
    }

    private WorkShare Hold(RealtimeChunk chunk)
    {
        var bytes = _bytes.Open(chunk.ProjectKey);
        bytes.Settle(0, chunk.Episodes.Sum(e => (long)ItemSizeEstimator.BytesOf(e.Item)));
        return bytes;
    }

    private int Weigh(ProcessedRealtime chunk) => (int)Math.Min(FullCommit, Math.Max(
        (long)chunk.Results.Count * FullCommit / _options.CommitRows, (long)chunk.Facts * FullCommit / _options.CommitFacts));

    private async ValueTask<IReadOnlyList<BatchedResult<RealtimeHead?>>> ReadAsync(
        IReadOnlyList<long> graphKeys, int loop, CancellationToken cancellationToken)
    {
        using var room = _bytes.Open(project: 0);
        await room.TryReserveAsync(_options.ReadBytes, cancellationToken);
        await using var connection = await _database.Live.OpenConnectionAsync(cancellationToken);
        var heads = await RealtimeQueries.ReadAsync(
            connection, graphKeys, _options.GraphRows, _contentModes.All, _options.ReadBytes, cancellationToken);
        heads = await _vocabularies.CompleteAsync(connection, heads, cancellationToken);
        if (heads.Any(h => h is { Gone.Length: > 0 }))
        {
            var gone = heads.OfType<RealtimeHead>().SelectMany(h => h.Gone.Select(position => (h.GraphKey, position)));
            await RealtimeCancellation.CancelAsync(connection, [.. gone], cancellationToken);
        }

        return [.. heads.Select(h => new BatchedResult<RealtimeHead?>(h is { Chunk: { } chunk } ? h with { Bytes = Hold(chunk) } : h))];
    }

    private async ValueTask<IReadOnlyList<BatchedResult<CommitOutcome>>> CommitAsync(
        IReadOnlyList<ProcessedRealtime> chunks, int loop, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Live.OpenConnectionAsync(cancellationToken);
        return await new CommitBisection<ProcessedRealtime>(
            connection,
            group => RealtimeCommit.CommitAsync(connection, group, _deliveries, _windows, cancellationToken),
            cancellationToken).RunAsync(chunks);
    }
}
