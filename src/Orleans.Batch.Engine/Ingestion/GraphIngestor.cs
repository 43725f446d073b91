using System.Diagnostics;
using Orleans.Batch.Actors;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// Ingests one graph's batch items: each step takes the next chunk of the lane whose turn it is through the pipeline
/// and commits it. Everything it knows is read anew each time, so a step may be repeated or lost.
/// </summary>
public sealed class GraphIngestor(
    ILaneReader reader, ItemPipeline pipeline, ILaneWriter writer, IWakeups wakeups, TimeProvider time) : IActorStep
{
    /// <inheritdoc/>
    public ActorKind Kind => ActorKind.Graph;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        using var chunk = await reader.ReadAsync(key, cancellationToken);
        if (chunk is null)
        {
            return StepResult.Idle;
        }

        Telemetry.ChunkLag.Record((time.GetUtcNow() - chunk.ProcessedAt).TotalSeconds);
        using var span = StartSpan(chunk);
        var processed = await pipeline.ProcessAsync(chunk, cancellationToken);
        var outcome = await writer.CommitAsync(processed, cancellationToken);
        if (outcome == CommitOutcome.Overtaken)
        {
            Telemetry.ChunksOvertaken.Add(1);
            span?.SetTag("orleans_batch.overtaken", true);
            return StepResult.More;
        }

        Telemetry.ChunkDuration.Record(time.GetElapsedTime(begun).TotalSeconds);
        if (!chunk.EndsLane)
        {
            return StepResult.More;
        }

        await wakeups.WakeAsync(new[] { new ActorId(ActorKind.Batch, chunk.BatchKey) }, cancellationToken);

        // A lane formed since the chunk was read has been announced by a wake-up.
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
