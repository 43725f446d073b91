namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>A message of a thread.</summary>
/// <param name="Uuid">Its identity, which is that of its episode.</param>
/// <param name="ThreadUuid">Its thread.</param>
/// <param name="Role">The speaker's role.</param>
/// <param name="Name">The speaker's name.</param>
/// <param name="Content">The text.</param>
/// <param name="Metadata">The caller's data.</param>
/// <param name="Processed">Whether it is part of the graph.</param>
/// <param name="CreatedAt">When it was received.</param>
/// <param name="ReferenceTime">When it was said.</param>
internal sealed record MessageObject(
    Guid Uuid,
    Guid ThreadUuid,
    RoleType Role,
    string? Name,
    string Content,
    JsonText? Metadata,
    bool Processed,
    DateTimeOffset CreatedAt,
    DateTimeOffset ReferenceTime)
{
    public static MessageObject From(Episode episode, Guid threadUuid) => new(
        episode.Uuid,
        threadUuid,
        episode.Role ?? RoleType.Norole,
        episode.SpeakerName,
        episode.Content,
        episode.Metadata,
        episode.Processed,
        ReceiptTime.From(episode.Uuid, episode.CreatedAt),
        episode.CreatedAt);
}

/// <summary>The answer to a call that adds messages.</summary>
/// <param name="Messages">The messages, in the order sent.</param>
/// <param name="Task">The task that adds them to the graph.</param>
/// <param name="Context">The thread's context, if it was asked for.</param>
internal sealed record AddedMessagesObject(IReadOnlyList<MessageObject> Messages, TaskObject Task, string? Context);

/// <summary>The context of a thread.</summary>
/// <param name="Context">The text.</param>
internal sealed record ContextObject(string Context);
