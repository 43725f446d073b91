namespace Orleans.Batch;

/// <summary>Which episodes facts are to be made of now, of those that were only stored. Exactly one is set.</summary>
public sealed record StoredEpisodes
{
    /// <summary>Those of an ended batch.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Those of a standalone graph.</summary>
    public string? GraphId { get; init; }

    /// <summary>Those of a user's graph.</summary>
    public string? UserId { get; init; }
}
