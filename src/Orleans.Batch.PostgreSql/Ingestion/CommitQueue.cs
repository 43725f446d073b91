using System.Diagnostics.CodeAnalysis;
using Orleans.Batch.Grouping;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>Chunks that wait to be committed: projects take turns, and a group is bounded by items and by facts.</summary>
internal sealed class CommitQueue(CommitThrottle throttle) : IRequestQueue<ProcessedChunk, CommitOutcome>
{
    private readonly FairQueue<PendingRequest<ProcessedChunk, CommitOutcome>> _ready = new();

    /// <inheritdoc/>
    public void Add(PendingRequest<ProcessedChunk, CommitOutcome> request)
    {
        var chunk = request.Request.Chunk;
        _ready.Enqueue(chunk.ProjectKey, chunk.ProjectWeight, chunk.Priority, request);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PendingRequest<ProcessedChunk, CommitOutcome>> Take(out Task? changed)
    {
        changed = null;
        var (maxRows, maxFacts) = (throttle.CommitRows, throttle.CommitFacts);
        var group = new List<PendingRequest<ProcessedChunk, CommitOutcome>>();
        var (rows, facts) = (0, 0);
        while (rows < maxRows && _ready.TryPeek(out var next)
            && (group.Count == 0 || facts + next.Request.Facts <= maxFacts))
        {
            var count = next.Request.Results.Count;
            group.Add(_ready.Dequeue(count + next.Request.Facts));
            rows += count;
            facts += next.Request.Facts;
        }

        return group;
    }

    /// <inheritdoc/>
    public bool TryRemove([MaybeNullWhen(false)] out PendingRequest<ProcessedChunk, CommitOutcome> request) =>
        _ready.TryRemove(out request);
}
