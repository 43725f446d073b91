namespace Orleans.Batch;

/// <summary>The summary of a thread, which a model has written.</summary>
[GenerateSerializer]
[Alias("orleans-batch.thread-summary.v1")]
[Immutable]
public sealed record ThreadSummary
{
    /// <summary>The thread.</summary>
    [Id(0)]
    public required MemoryThread Thread { get; init; }

    /// <summary>The text; null: none was made yet.</summary>
    [Id(1)]
    public string? Text { get; init; }

    /// <summary>When the first one was made.</summary>
    [Id(2)]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When this one was made.</summary>
    [Id(3)]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The reference time of the last message in it.</summary>
    [Id(4)]
    public DateTimeOffset? LastMessageAt { get; init; }
}
