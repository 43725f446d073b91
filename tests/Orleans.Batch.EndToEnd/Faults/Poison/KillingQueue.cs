using Orleans.Batch.Ingestion;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.EndToEnd.Faults.Poison;

/// <summary>Kills the process on a live write with a certain date, as a stack overflow in an extractor would.</summary>
internal sealed class KillingQueue(IRealtimeQueue queue) : IRealtimeQueue
{
    /// <summary>The date of a live write that kills.</summary>
    public static readonly DateTimeOffset Fatal = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ValueTask<RealtimeChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken) =>
        queue.ReadAsync(graphKey, cancellationToken);

    public ValueTask<CommitOutcome> CommitAsync(ProcessedRealtime chunk, CancellationToken cancellationToken)
    {
        if (chunk.Results.Any(r => r.Item.ReferenceTime == Fatal))
        {
            Environment.FailFast("killed by a live write, as a test wants it");
        }

        return queue.CommitAsync(chunk, cancellationToken);
    }
}
