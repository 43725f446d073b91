using Orleans.Batch.Ingestion;

namespace Orleans.Batch.EndToEnd.Faults.Poison;

/// <summary>Kills the process on an item with the mark, as a stack overflow in an extractor would.</summary>
internal sealed class KillingWriter(ILaneWriter writer) : ILaneWriter
{
    /// <summary>The mark in the data of an item that kills.</summary>
    public const string Mark = "\"kills\":true";

    public ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken)
    {
        if (chunk.Results.Any(r => r.Status == ItemStatus.Succeeded && r.Item.Content?.Contains(Mark) == true))
        {
            Environment.FailFast("killed by an item, as a test wants it");
        }

        return writer.CommitAsync(chunk, cancellationToken);
    }
}
