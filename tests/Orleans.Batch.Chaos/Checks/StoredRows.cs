namespace Orleans.Batch.Chaos.Checks;

/// <summary>A batch as the tables have it.</summary>
public sealed record BatchRow(
    long Key, Guid Id, BatchStatus Status, long? ProcessNumber, int ItemCount, string? Marker, bool CancelRequested, bool IsPaused, Guid? RetryOf,
    int Succeeded, int Failed, int Skipped, int Canceled, int Begun, int OpenLanes, int Pauses, int Resumes, string? CompletedAt)
{
    public bool HasEnded => Status > BatchStatus.Invalid;
}

/// <summary>An item as the tables have it. Its status is derived, as the API does.</summary>
public sealed record ItemRow(
    long BatchKey, int Sequence, Guid Episode, string Destination, string? Content, ItemStatus Status, string? Code, bool IsRetried);

/// <summary>An episode in a graph.</summary>
public sealed record EpisodeRow(long GraphKey, Guid Episode, long Number, string? Content, bool IsRealtime);

/// <summary>The payload of an episode that was written in real time, in its graph or not.</summary>
public sealed record LiveRow(Guid Episode, string Content);

/// <summary>A graph, with the id of the graph or of its user, and the marker of the call that made it.</summary>
public sealed record GraphRow(long Key, string Id, string? Marker);

/// <summary>A message that a batch has ended.</summary>
public sealed record MessageRow(Guid Id, Guid Batch, string Payload);
