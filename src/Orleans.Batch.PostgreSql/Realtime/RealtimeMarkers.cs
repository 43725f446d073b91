using Npgsql;
using Orleans.Batch.Grouping;
using Orleans.Batch.PostgreSql.InFlight;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>Records which live writes are in flight: one record per graph, many by one statement.</summary>
internal sealed class RealtimeMarkers : IAsyncDisposable
{
    private const int MaxRecords = 256;

    private const string Add =
        """
        INSERT INTO realtime_in_flight (silo, graph_key, position, until_position, single)
        SELECT $1, graph_key, position, until_position, single
        FROM unnest($2, $3, $4, $5) AS n(graph_key, position, until_position, single)
        RETURNING graph_key, marker_key
        """;

    private readonly InFlightMarkers _markers;
    private readonly InFlightRecords _records;
    private readonly RequestBatcher<RealtimeHead, long> _writes;

    /// <summary>Starts no write.</summary>
    public RealtimeMarkers(InFlightMarkers markers, NpgsqlDataSource source)
    {
        _markers = markers;
        _records = new InFlightRecords(source, "realtime_in_flight");
        _writes = new(
            new WeightedQueue<RealtimeHead, long>(MaxRecords), WriteAsync, StoreFaults.TranslateTo("live episodes cannot be noted now"));
    }

    /// <summary>Admits a head once there is room for it, and records it if required.</summary>
    /// <returns>Its chunk; disposing it ends the entry.</returns>
    public async ValueTask<RealtimeChunk> BeginAsync(RealtimeHead head, RealtimeChunk chunk, CancellationToken cancellationToken)
    {
        var marker = await _markers.BeginAsync(
            head.SuspicionLevel == SuspicionLevel.Alone,
            parts: 1,
            _records,
            head.Watched ? () => _writes.AskAsync(head, cancellationToken) : null,
            cancellationToken);
        var ended = 0;
        return chunk with
        {
            Release = () =>
            {
                if (Interlocked.Exchange(ref ended, 1) == 0)
                {
                    marker.PartDone();
                }
            },
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writes.DisposeAsync();

    private async ValueTask<IReadOnlyList<BatchedResult<long>>> WriteAsync(
        IReadOnlyList<RealtimeHead> heads, int loop, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<long, long>(heads.Count);
        var add = new NpgsqlBatchCommand(Add)
        {
            Parameters =
            {
                new() { Value = _markers.Silo },
                new() { Value = heads.Select(h => h.GraphKey).ToArray() },
                new() { Value = heads.Select(h => h.Chunk!.Episodes[0].Position).ToArray() },
                new() { Value = heads.Select(h => h.Chunk!.Episodes[^1].Position + 1).ToArray() },
                new() { Value = heads.Select(h => h.SuspicionLevel != SuspicionLevel.None).ToArray() },
            },
        };
        await _records.AddAsync(add, row => keys[row.GetInt64(0)] = row.GetInt64(1), cancellationToken);
        return [.. heads.Select(h => new BatchedResult<long>(keys[h.GraphKey]))];
    }
}
