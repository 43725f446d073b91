namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>An episode of a graph.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="GraphUuid">Its graph.</param>
/// <param name="Content">The payload as it was sent.</param>
/// <param name="Source">What it is.</param>
/// <param name="SourceDescription">Where the data comes from.</param>
/// <param name="Metadata">The caller's data.</param>
/// <param name="DocumentId">The document it is a chunk of.</param>
/// <param name="ThreadUuid">Its thread, for a message of a thread that still exists.</param>
/// <param name="Role">The speaker's role, for a message.</param>
/// <param name="RoleName">The speaker's name, for a message.</param>
/// <param name="Processed">Whether it is part of the graph.</param>
/// <param name="CreatedAt">When it was received.</param>
/// <param name="ReferenceTime">When it happened.</param>
/// <param name="Score">Its relevance in a search.</param>
internal sealed record EpisodeObject(
    Guid Uuid,
    Guid GraphUuid,
    string Content,
    EpisodeSource Source,
    string? SourceDescription,
    JsonText? Metadata,
    string? DocumentId,
    Guid? ThreadUuid,
    RoleType? Role,
    string? RoleName,
    bool Processed,
    DateTimeOffset CreatedAt,
    DateTimeOffset ReferenceTime,
    double? Score)
{
    /// <summary>The object of an episode.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="graphUuid">Its graph.</param>
    /// <param name="threads">The threads of the episodes of the answer, by their ids.</param>
    public static EpisodeObject From(Episode episode, Guid graphUuid, IReadOnlyDictionary<string, Guid> threads) => new(
        episode.Uuid,
        graphUuid,
        episode.Content,
        episode.Source,
        episode.SourceDescription,
        episode.Metadata,
        episode.DocumentId,
        episode.ThreadId is { } thread && threads.TryGetValue(thread, out var uuid) ? uuid : null,
        episode.Role,
        episode.SpeakerName,
        episode.Processed,
        ReceiptTime.From(episode.Uuid, episode.CreatedAt),
        episode.CreatedAt,
        episode.Score);
}

/// <summary>The answer to a call that adds an episode.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="Task">The task that adds it to the graph.</param>
internal sealed record AddedEpisodeObject(EpisodeObject Episode, TaskObject Task);
