namespace Orleans.Batch.Chaos.Checks;

/// <summary>A batch in the tables.</summary>
public sealed record BatchRow(
    long Key, Guid Id, BatchStatus Status, long? ProcessNumber, int ItemCount, string? Marker, bool CancelRequested, bool IsPaused, Guid? RetryOf,
    int Succeeded, int Failed, int Skipped, int Canceled, int Begun, int OpenLanes, int Pauses, int Resumes, string? CompletedAt)
{
    public bool HasEnded => Status > BatchStatus.Invalid;
}

/// <summary>An item in the tables. Its status is derived, as in the API.</summary>
public sealed record ItemRow(
    long BatchKey, int Sequence, Guid Episode, string Destination, string? Content, ItemStatus Status, string? Code, bool IsRetried);

/// <summary>An episode in a graph.</summary>
public sealed record EpisodeRow(long GraphKey, Guid Episode, long Number, string? Content, bool IsRealtime);

/// <summary>The payload of a live write, whether it is in its graph or not.</summary>
public sealed record LiveRow(Guid Episode, string Content);

/// <summary>A graph, with the id of the graph or of its user, and the marker of the call that created it.</summary>
public sealed record GraphRow(long Key, string Id, string? Marker);

/// <summary>A message about an ended batch.</summary>
public sealed record MessageRow(Guid Id, Guid Batch, string Payload);
