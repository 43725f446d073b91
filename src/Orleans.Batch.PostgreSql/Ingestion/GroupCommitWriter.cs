using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Guard;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// Commits the chunks of many graphs together: chunks that are ready when a writer is free join its transaction, up to a limit of
/// items and facts, so groups grow under load and nothing waits without load. Projects take turns.
/// </summary>
public sealed class GroupCommitWriter : ILaneWriter, IAsyncDisposable
{
    private readonly Database _database;
    private readonly DeliveryQueue _queue;
    private readonly IngestionOptions _options;
    private readonly CommitThrottle _throttle;
    private readonly IngestHost _host;
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
    private readonly FairQueue<Request> _ready = new();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lazy<Task> _loops;

    /// <summary>Creates the writer; it starts with the first commit.</summary>
    public GroupCommitWriter(
        Database database, DeliveryQueue queue, CommitThrottle throttle, IngestHost host, IOptions<IngestionOptions> options)
    {
        _database = database;
        _queue = queue;
        _options = options.Value;
        _throttle = throttle;
        _host = host;
        _loops = new Lazy<Task>(() =>
        {
            using var noCaller = ExecutionContext.SuppressFlow(); // its transactions belong to no caller's trace
            return Task.WhenAll(
                Enumerable.Range(0, _options.Writers).Select(writer => Task.Run(() => RunAsync(writer), CancellationToken.None)));
        });
    }

    /// <inheritdoc/>
    public async ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken)
    {
        var request = new Request(chunk);
        if (!_requests.Writer.TryWrite(request))
        {
            throw new OperationCanceledException("the group-commit writer has stopped");
        }

        _ = _loops.Value;
        return await request.Answer.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Queued chunks are still committed: the loops end when the channel is empty.
        _requests.Writer.TryComplete();
        if (_loops.IsValueCreated)
        {
            // The steps had their time; chunks still here wait for a database that does not answer.
            _stopping.CancelAfter(TimeSpan.FromSeconds(0.5));
            await _loops.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        while (_requests.Reader.TryRead(out var request))
        {
            request.Answer.TrySetCanceled(new CancellationToken(canceled: true));
        }

        while (_ready.TryPeek(out _))
        {
            _ready.Dequeue(cost: 0).Answer.TrySetCanceled(new CancellationToken(canceled: true));
        }

        _stopping.Dispose();
    }

    private async Task RunAsync(int writer)
    {
        do
        {
            await _throttle.WaitForTurnAsync(writer, _stopping.Token);
            while (TakeGroup() is { Count: > 0 } group)
            {
                await CommitAsync(group, new CommitLoop(_host.ProgressSlot(writer), _queue));
                await _throttle.WaitForTurnAsync(writer, _stopping.Token);
            }
        }
        while (await _requests.Reader.WaitToReadAsync(_stopping.Token));
    }

    private List<Request> TakeGroup()
    {
        var (maxRows, maxFacts) = (_throttle.CommitRows, _throttle.CommitFacts);
        var group = new List<Request>();
        lock (_gate)
        {
            while (_requests.Reader.TryRead(out var request))
            {
                var chunk = request.Chunk.Chunk;
                _ready.Enqueue(chunk.ProjectKey, chunk.ProjectWeight, chunk.Priority, request);
            }

            var (rows, facts) = (0, 0);
            while (rows < maxRows && _ready.TryPeek(out var next)
                && (group.Count == 0 || facts + next.Chunk.Facts <= maxFacts))
            {
                group.Add(_ready.Dequeue(next.Chunk.Results.Count + next.Chunk.Facts));
                rows += next.Chunk.Results.Count;
                facts += next.Chunk.Facts;
            }
        }

        return group;
    }

    private async ValueTask CommitAsync(List<Request> group, CommitLoop slot)
    {
        try
        {
            await using var connection = await _database.Ingestion.OpenConnectionAsync(_stopping.Token);
            var begun = Stopwatch.GetTimestamp();
            var results = await CommitBisection.CommitAsync(
                connection, group.ConvertAll(r => r.Chunk), slot, _stopping.Token);
            _throttle.NoteCommit(group.Sum(r => r.Chunk.Facts), Stopwatch.GetElapsedTime(begun));
            for (var i = 0; i < group.Count; i++)
            {
                _ = results[i].Fault is { } fault
                    ? group[i].Answer.TrySetException(fault)
                    : group[i].Answer.TrySetResult(results[i].Outcome);
            }
        }
        catch (Exception e)
        {
            var common = StoreFaults.IsTransient(e)
                ? new TransientStoreException("items cannot be committed now", e)
                : e;
            foreach (var request in group)
            {
                request.Answer.TrySetException(common);
            }
        }
    }

    private sealed class Request(ProcessedChunk chunk)
    {
        public ProcessedChunk Chunk { get; } = chunk;

        public TaskCompletionSource<CommitOutcome> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
