using System.Collections.Concurrent;
using Npgsql;
using Orleans.Batch.Grouping;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.PostgreSql.Guard;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>
/// While hosts run after an unclean end, records which live writes are in flight, many by one statement; see
/// <see cref="InFlightMarkers"/>, which does the same for lanes.
/// </summary>
internal sealed class RealtimeMarkers(Database database, IngestHost host, SharedExclusiveGate gate) : IAsyncDisposable
{
    private const int MostNotes = 256;

    // A record is for a crash of this process: it need not survive one of the database.
    private const string Begin = "SELECT set_config('synchronous_commit', 'off', true)";

    private const string Forget = "DELETE FROM realtime_in_flight WHERE marker_key = ANY ($1)";

    private const string Note =
        """
        INSERT INTO realtime_in_flight (silo, graph_key, position, until_position, single)
        SELECT $1, graph_key, position, until_position, single
        FROM unnest($2, $3, $4, $5) AS n(graph_key, position, until_position, single)
        RETURNING graph_key, marker_key
        """;

    private readonly ConcurrentQueue<long> _done = new();
    private RequestBatcher<RealtimeHead, long>? _notes;

    /// <summary>Admits a head once there is room for it, and records it if required.</summary>
    /// <returns>Its chunk; disposing it ends the entry.</returns>
    public async ValueTask<RealtimeChunk> BeginAsync(RealtimeHead head, RealtimeChunk chunk, CancellationToken cancellationToken)
    {
        await gate.EnterAsync(head.SuspicionLevel == SuspicionLevel.Alone, cancellationToken);
        try
        {
            long? note = head.Watched ? await Notes().AskAsync(head, cancellationToken) : null;
            var ended = 0;
            return chunk with
            {
                Release = () =>
                {
                    if (Interlocked.Exchange(ref ended, 1) == 0)
                    {
                        End(note);
                    }
                },
            };
        }
        catch
        {
            gate.Leave();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _notes?.DisposeAsync() ?? default;

    private RequestBatcher<RealtimeHead, long> Notes() =>
        LazyInitializer.EnsureInitialized(ref _notes, () => new(
            new WeightedQueue<RealtimeHead, long>(MostNotes), NoteAsync, StoreFaults.TranslateTo("live episodes cannot be noted now")));

    private void End(long? note)
    {
        gate.Leave();
        if (note is { } key)
        {
            _done.Enqueue(key);
        }
    }

    private async ValueTask<IReadOnlyList<BatchedResult<long>>> NoteAsync(
        IReadOnlyList<RealtimeHead> heads, int loop, CancellationToken cancellationToken)
    {
        var finished = new List<long>();
        while (_done.TryDequeue(out var key))
        {
            finished.Add(key);
        }

        try
        {
            var notes = await WriteAsync(heads, finished, cancellationToken);
            return [.. heads.Select(h => new BatchedResult<long>(notes[h.GraphKey]))];
        }
        catch
        {
            // Their records still exist. They have no effect on episodes that have left the queue; but they would stay forever.
            finished.ForEach(_done.Enqueue);
            throw;
        }
    }

    private async ValueTask<Dictionary<long, long>> WriteAsync(
        IReadOnlyList<RealtimeHead> heads, List<long> finished, CancellationToken cancellationToken)
    {
        await using var connection = await database.Live.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(Begin));
        batch.BatchCommands.Add(new(Forget) { Parameters = { new() { Value = finished.ToArray() } } });
        batch.BatchCommands.Add(new(Note)
        {
            Parameters =
            {
                new() { Value = host.Silo },
                new() { Value = heads.Select(h => h.GraphKey).ToArray() },
                new() { Value = heads.Select(h => h.Chunk!.Episodes[0].Position).ToArray() },
                new() { Value = heads.Select(h => h.Chunk!.Episodes[^1].Position + 1).ToArray() },
                new() { Value = heads.Select(h => h.SuspicionLevel != SuspicionLevel.None).ToArray() },
            },
        });
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        await row.NextResultAsync(cancellationToken);
        var notes = new Dictionary<long, long>(heads.Count);
        while (await row.ReadAsync(cancellationToken))
        {
            notes[row.GetInt64(0)] = row.GetInt64(1);
        }

        // The transaction ends with the last answer.
        await row.CloseAsync();
        return notes;
    }
}
