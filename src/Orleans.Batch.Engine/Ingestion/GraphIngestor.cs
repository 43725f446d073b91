using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// Ingests one graph's batch items: each step takes the next chunk of the current lane through the pipeline and commits
/// it. All state is read again each time, so a step may be repeated or lost. A chunk that does not fit is tried again
/// with half its items.
/// </summary>
public sealed partial class GraphIngestor : IWorkStep
{
    private readonly ILaneReader _reader;
    private readonly ItemPipeline _pipeline;
    private readonly ILaneWriter _writer;
    private readonly IWakeups _wakeups;
    private readonly CommitThrottle _throttle;
    private readonly TimeProvider _time;
    private readonly ILogger<GraphIngestor> _logger;
    private readonly int _attemptsAlone;
    private readonly WorkBudget _facts;
    private readonly AdaptiveChunkSize _limits;

    /// <summary>Creates the step for all graphs of a process.</summary>
    /// <param name="reader">Reads chunks.</param>
    /// <param name="pipeline">Processes them.</param>
    /// <param name="writer">Commits them.</param>
    /// <param name="wakeups">Wakes the batch whose lane has ended.</param>
    /// <param name="throttle">Bounds the commits.</param>
    /// <param name="options">Bounds the memory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Logs items that do not fit.</param>
    public GraphIngestor(
        ILaneReader reader,
        ItemPipeline pipeline,
        ILaneWriter writer,
        IWakeups wakeups,
        CommitThrottle throttle,
        IOptions<IngestionOptions> options,
        TimeProvider time,
        ILogger<GraphIngestor> logger)
    {
        _reader = reader;
        _pipeline = pipeline;
        _writer = writer;
        _wakeups = wakeups;
        _throttle = throttle;
        _time = time;
        _logger = logger;
        _attemptsAlone = options.Value.AttemptsAlone;
        _facts = new WorkBudget(options.Value.FactsInMemory);
        _limits = new AdaptiveChunkSize(_attemptsAlone);
    }

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Graph;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        using var read = await _reader.ReadAsync(key, cancellationToken);
        if (read is null)
        {
            return StepResult.Idle;
        }

        Telemetry.ChunkLag.Record((_time.GetUtcNow() - read.ProcessedAt).TotalSeconds);
        using var span = StartSpan(read);
        var items = _limits.Cut(read.LaneKey, read.Items);
        var chunk = items.Count == read.Items.Count ? read : read with { Items = items };
        ProcessedChunk? processed = null;
        CommitOutcome outcome;
        try
        {
            using var facts = _facts.Open(chunk.ProjectKey, chunk.ProjectWeight, chunk.Priority);
            processed = await _pipeline.ProcessAsync(chunk, facts, _throttle.CommitFacts, cancellationToken);
            outcome = await _writer.CommitAsync(processed, cancellationToken);
        }
        catch (Exception e) when (WorkTooLargeException.Is(e))
        {
            var tried = (processed?.Chunk ?? chunk).Items;
            if (_limits.Shrink(chunk.LaneKey, chunk.Cursor, tried.Count) is { } pause)
            {
                Telemetry.ChunksShrunk.Add(1);
                LogDidNotFit(tried.Count, key, e.Message, pause);
                return StepResult.Later(pause);
            }

            LogTooLarge(e, tried[0].EpisodeUuid, _attemptsAlone);
            processed = new ProcessedChunk(
                chunk with { Items = [tried[0]] }, [TooLarge.Fail(tried[0], e, _attemptsAlone)]);
            outcome = await _writer.CommitAsync(processed, cancellationToken);
        }

        if (outcome == CommitOutcome.Conflict)
        {
            Telemetry.ChunksOvertaken.Add(1);
            span?.SetTag("orleans_batch.overtaken", true);
            return StepResult.More;
        }

        Telemetry.ChunkDuration.Record(_time.GetElapsedTime(begun).TotalSeconds);
        _limits.Grow(chunk.LaneKey, processed.Results.Count);
        chunk.Weights?.NoteFacts(processed.Results.Count, processed.Facts);
        if (!processed.Chunk.EndsLane)
        {
            return StepResult.More;
        }

        await _wakeups.WakeAsync(new[] { new WorkKey(WorkKind.Batch, chunk.BatchKey) }, cancellationToken);

        // A wake-up has announced any lane formed since the chunk was read.
        return chunk.HasLaterLane ? StepResult.More : StepResult.Idle;
    }

    private static Activity? StartSpan(LaneChunk chunk)
    {
        if (!Telemetry.Source.HasListeners())
        {
            return null;
        }

        _ = ActivityContext.TryParse(chunk.TraceParent, null, isRemote: true, out var batch);
        return Telemetry.Source.StartActivity("ingest chunk", ActivityKind.Internal, batch)
            ?.SetTag("orleans_batch.items", chunk.Items.Count);
    }
}
