namespace Orleans.Batch;

/// <summary>An ingested piece of data; a thread's message is one too.</summary>
public sealed record Episode
{
    /// <summary>Its identity: the item's <see cref="BatchItem.EpisodeUuid"/>.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The payload as it was sent.</summary>
    public required string Content { get; init; }

    /// <summary>Its reference time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it is part of its graph; false while its batch has not come to it.</summary>
    public required bool Processed { get; init; }

    /// <summary>How the payload is to be read.</summary>
    public required DataType Source { get; init; }

    /// <summary>Where the data comes from.</summary>
    public string? SourceDescription { get; init; }

    /// <summary>The caller's own data.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>The document it is a chunk of.</summary>
    public string? DocumentId { get; init; }

    /// <summary>Its thread, for a message.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The speaker's name, for a message.</summary>
    public string? SpeakerName { get; init; }

    /// <summary>The speaker's role, for a message.</summary>
    public RoleType? Role { get; init; }

    /// <summary>How well it fits a search, in points of rank fusion; null outside of searches.</summary>
    public double? Score { get; init; }
}
