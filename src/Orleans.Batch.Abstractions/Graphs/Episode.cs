namespace Orleans.Batch;

/// <summary>An ingested piece of data; a thread's message is one too.</summary>
[GenerateSerializer]
[Alias("orleans-batch.episode.v1")]
[Immutable]
public sealed record Episode
{
    /// <summary>Its identity: the item's <see cref="BatchItem.EpisodeUuid"/>.</summary>
    [Id(0)]
    public required Guid Uuid { get; init; }

    /// <summary>The payload as it was sent.</summary>
    [Id(1)]
    public required string Content { get; init; }

    /// <summary>Its reference time.</summary>
    [Id(2)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it is part of its graph; false until its batch has ingested it.</summary>
    [Id(3)]
    public required bool Processed { get; init; }

    /// <summary>What it is.</summary>
    [Id(4)]
    public required EpisodeSource Source { get; init; }

    /// <summary>Where the data comes from.</summary>
    [Id(5)]
    public string? SourceDescription { get; init; }

    /// <summary>The caller's data.</summary>
    [Id(6)]
    public JsonText? Metadata { get; init; }

    /// <summary>The document it is a chunk of.</summary>
    [Id(7)]
    public string? DocumentId { get; init; }

    /// <summary>Its thread, for a message.</summary>
    [Id(8)]
    public string? ThreadId { get; init; }

    /// <summary>The speaker's name, for a message.</summary>
    [Id(9)]
    public string? SpeakerName { get; init; }

    /// <summary>The speaker's role, for a message.</summary>
    [Id(10)]
    public RoleType? Role { get; init; }

    /// <summary>Its relevance in a search, in points that compare only within one search; null outside of searches.</summary>
    [Id(11)]
    public double? Score { get; init; }
}
