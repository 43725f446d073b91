using Orleans.Batch.Actors;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Realtime;

/// <summary>
/// Ingests one graph's real-time episodes: each step takes the first that wait through the pipeline and commits them.
/// Everything it knows is read anew each time, so a step may be repeated or lost.
/// </summary>
public sealed class RealtimeIngestor(IRealtimeQueue queue, ItemPipeline pipeline, BatchPace pace, TimeProvider time) : IActorStep
{
    /// <inheritdoc/>
    public ActorKind Kind => ActorKind.Realtime;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        using var chunk = await queue.ReadAsync(key, cancellationToken);
        if (chunk is null)
        {
            return StepResult.Idle;
        }

        pace.NoteRealtime();
        var items = chunk.Episodes.Select(e => e.Item).ToList();
        var results = await pipeline.ProcessAsync(key, items, chunk.Extraction, [], cancellationToken);
        if (await queue.CommitAsync(new ProcessedRealtime(chunk, results), cancellationToken) == CommitOutcome.Overtaken)
        {
            return StepResult.More;
        }

        var now = time.GetUtcNow();
        foreach (var episode in chunk.Episodes)
        {
            Telemetry.RealtimeLag.Record((now - episode.AcceptedAt).TotalSeconds);
        }

        return chunk.HasMore ? StepResult.More : StepResult.Idle;
    }
}
