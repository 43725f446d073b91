using Microsoft.Extensions.Options;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.PostgreSql.Leases;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>The real-time queue: its own connections and its own groups, apart from the batches'.</summary>
public sealed class RealtimeQueue : IRealtimeQueue, IAsyncDisposable
{
    private const int MaxGraphsPerQuery = 256;

    private readonly Database _database;
    private readonly DeliveryQueue _deliveries;
    private readonly RealtimeOptions _options;
    private readonly RealtimeMarkers _markers;
    private readonly Gathering<long, RealtimeHead?> _reads;
    private readonly Gathering<ProcessedRealtime, CommitOutcome> _commits;

    /// <summary>Makes the queue; it begins with the first request.</summary>
    public RealtimeQueue(
        Database database, DeliveryQueue deliveries, IngestHost host, InFlightMarkers markers, IOptions<RealtimeOptions> options)
    {
        _database = database;
        _deliveries = deliveries;
        _options = options.Value;
        _markers = new RealtimeMarkers(database, host, markers.Company);
        _reads = new(ReadAsync, static _ => 1, MaxGraphsPerQuery, loops: 1, "live episodes cannot be read now");
        _commits = new(
            CommitAsync, static c => c.Results.Count, _options.CommitRows, loops: 1, "live episodes cannot be committed now");
    }

    /// <inheritdoc/>
    public async ValueTask<RealtimeChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken) =>
        await _reads.AskAsync(graphKey) is { Chunk: { } chunk } head ? await _markers.BeginAsync(head, chunk, cancellationToken) : null;

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(ProcessedRealtime chunk, CancellationToken cancellationToken) =>
        _commits.AskAsync(chunk);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync();
        await _markers.DisposeAsync();
        await _commits.DisposeAsync();
    }

    private async ValueTask<IReadOnlyList<GatheredAnswer<RealtimeHead?>>> ReadAsync(
        List<long> graphKeys, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Live.OpenConnectionAsync(cancellationToken);
        var heads = await RealtimeQueries.ReadAsync(connection, graphKeys, _options.GraphRows, cancellationToken);
        if (heads.Any(h => h is { Gone.Length: > 0 }))
        {
            await RealtimeCancellation.CancelAsync(connection, heads.OfType<RealtimeHead>(), cancellationToken);
        }

        return [.. heads.Select(h => new GatheredAnswer<RealtimeHead?>(h))];
    }

    private async ValueTask<IReadOnlyList<GatheredAnswer<CommitOutcome>>> CommitAsync(
        List<ProcessedRealtime> chunks, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Live.OpenConnectionAsync(cancellationToken);
        return await RealtimeBisection.CommitAsync(connection, chunks, _deliveries, cancellationToken);
    }
}
