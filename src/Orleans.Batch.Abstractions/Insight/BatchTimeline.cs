namespace Orleans.Batch;

/// <summary>The times of a batch's events.</summary>
public sealed record BatchTimeline
{
    /// <summary>The batch now: created, processed, cancellation requested, paused, completed.</summary>
    public required BatchSummary Batch { get; init; }

    /// <summary>When its first item was added; null while it has none. For a retry: to the first batch that had it.</summary>
    public DateTimeOffset? FirstItemAt { get; init; }

    /// <summary>When its last item was added.</summary>
    public DateTimeOffset? LastItemAt { get; init; }

    /// <summary>When its destinations had been checked and its lanes formed; null before, and for one that never ran.</summary>
    public DateTimeOffset? PreparedAt { get; init; }

    /// <summary>Its pauses, in order; at most the last 100.</summary>
    public IReadOnlyList<PausedTime> Pauses { get; init; } = [];

    /// <summary>The batches that retried its items, oldest first; at most 20.</summary>
    public IReadOnlyList<Guid> RetriedIn { get; init; } = [];

    /// <summary>The webhook messages about it; at most 20 endpoints for each event.</summary>
    public IReadOnlyList<BatchDelivery> Deliveries { get; init; } = [];
}

/// <summary>A pause of a batch.</summary>
/// <param name="From">When it was paused.</param>
/// <param name="To">When it was resumed or canceled, or ended; null while it is paused.</param>
public sealed record PausedTime(DateTimeOffset From, DateTimeOffset? To);
