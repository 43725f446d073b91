using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Ingestion;
using Orleans.Batch.Work;

namespace Orleans.Batch.Realtime;

/// <summary>
/// Ingests one graph's real-time episodes: each step takes the first waiting ones through the pipeline and commits
/// them. All state is read again each time, so a step may be repeated or lost. A chunk that does not fit is tried again
/// with half its episodes.
/// </summary>
public sealed partial class RealtimeIngestor : IWorkStep
{
    private readonly IRealtimeQueue _queue;
    private readonly ItemPipeline _pipeline;
    private readonly CommitThrottle _throttle;
    private readonly IWakeups _wakeups;
    private readonly TimeProvider _time;
    private readonly ILogger<RealtimeIngestor> _logger;
    private readonly int _commitFacts;
    private readonly int _attemptsAlone;
    private readonly WorkBudget _facts;
    private readonly AdaptiveChunkSize _limits;

    /// <summary>Creates the step for all graphs of a process.</summary>
    /// <param name="queue">Where episodes wait.</param>
    /// <param name="pipeline">Processes them.</param>
    /// <param name="throttle">Receives the activity.</param>
    /// <param name="wakeups">Wakes what extracts them, where a model does.</param>
    /// <param name="options">Bounds the memory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs episodes that do not fit.</param>
    public RealtimeIngestor(
        IRealtimeQueue queue,
        ItemPipeline pipeline,
        CommitThrottle throttle,
        IWakeups wakeups,
        IOptions<RealtimeOptions> options,
        TimeProvider time,
        ILogger<RealtimeIngestor> logger)
    {
        _queue = queue;
        _pipeline = pipeline;
        _throttle = throttle;
        _wakeups = wakeups;
        _time = time;
        _logger = logger;
        _commitFacts = options.Value.CommitFacts;
        _attemptsAlone = options.Value.AttemptsAlone;
        _facts = new WorkBudget(options.Value.FactsInMemory);
        _limits = new AdaptiveChunkSize(_attemptsAlone);
    }

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Realtime;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        using var read = await _queue.ReadAsync(key, cancellationToken);
        if (read is null)
        {
            return StepResult.Idle;
        }

        _throttle.NoteRealtime();
        var chunk = First(read, _limits.Cut(key, read.Episodes).Count);
        ProcessedRealtime? processed = null;
        CommitOutcome outcome;
        try
        {
            using var facts = _facts.Open(chunk.ProjectKey);
            var items = chunk.Episodes.Select(e => e.Item).ToList();
            var results = await _pipeline.ProcessAsync(
                key, items, chunk.Extraction, [], chunk.Vocabulary, facts, _commitFacts, cancellationToken);
            processed = new ProcessedRealtime(First(chunk, results.Count), results);
            outcome = await _queue.CommitAsync(processed, cancellationToken);
        }
        catch (Exception e) when (WorkTooLargeException.Is(e))
        {
            var tried = (processed?.Chunk ?? chunk).Episodes;
            if (_limits.Shrink(key, tried[0].Position, tried.Count) is { } pause)
            {
                Telemetry.ChunksShrunk.Add(1);
                LogDidNotFit(tried.Count, key, e.Message, pause);
                return StepResult.Later(pause);
            }

            LogTooLarge(e, tried[0].Item.EpisodeUuid, _attemptsAlone);
            processed = new ProcessedRealtime(First(chunk, 1), [TooLarge.Fail(tried[0].Item, e, _attemptsAlone)]);
            outcome = await _queue.CommitAsync(processed, cancellationToken);
        }

        if (outcome == CommitOutcome.Conflict)
        {
            return StepResult.More;
        }

        _limits.Grow(key, processed.Results.Count);
        var now = _time.GetUtcNow();
        foreach (var episode in processed.Chunk.Episodes)
        {
            Telemetry.RealtimeLag.Record((now - episode.AcceptedAt).TotalSeconds);
        }

        if (chunk.Extraction == ExtractionMode.Model)
        {
            await _wakeups.WakeAsync(new[] { new WorkKey(WorkKind.Model, key) }, cancellationToken);
        }

        return processed.Chunk.HasMore ? StepResult.More : StepResult.Idle;
    }

    private static RealtimeChunk First(RealtimeChunk chunk, int count) => count == chunk.Episodes.Count
        ? chunk
        : chunk with { Episodes = [.. chunk.Episodes.Take(count)], HasMore = true };
}
