using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orleans.Batch.Grouping;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.InFlight;
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
    private readonly CommitThrottle _throttle;
    private readonly IngestHost _host;
    private readonly RequestBatcher<ProcessedChunk, CommitOutcome> _commits;

    /// <summary>Creates the writer; it starts with the first commit.</summary>
    public GroupCommitWriter(
        Database database, DeliveryQueue queue, CommitThrottle throttle, IngestHost host, IOptions<IngestionOptions> options)
    {
        _database = database;
        _queue = queue;
        _throttle = throttle;
        _host = host;
        _commits = new(
            new CommitQueue(throttle),
            CommitAsync,
            StoreFaults.TranslateTo("items cannot be committed now"),
            options.Value.Writers,
            throttle.WaitForTurnAsync);
    }

    /// <inheritdoc/>
    public ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken) =>
        _commits.AskAsync(chunk, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _commits.DisposeAsync();

    private async ValueTask<IReadOnlyList<BatchedResult<CommitOutcome>>> CommitAsync(
        IReadOnlyList<ProcessedChunk> chunks, int writer, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Ingestion.OpenConnectionAsync(cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        var loop = new CommitLoop(_host.ProgressSlot(writer), _queue);
        var results = await new CommitBisection<ProcessedChunk>(
            connection, group => LaneCommit.CommitAsync(connection, group, loop, cancellationToken), cancellationToken).RunAsync(chunks);
        _throttle.NoteCommit(chunks.Sum(c => c.Facts), Stopwatch.GetElapsedTime(begun));
        return results;
    }
}
