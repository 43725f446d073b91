namespace Orleans.Batch.Models;

/// <summary>What one request for summaries is about.</summary>
/// <param name="Subjects">The users, entities or threads, in order.</param>
/// <param name="Instructions">The caller's instructions, for summaries of users; without them for others.</param>
public sealed record SummaryQuestion(IReadOnlyList<SummarySubject> Subjects, IReadOnlyList<Instruction> Instructions);

/// <summary>A user, an entity or a thread.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Name">Its name; of a thread, its user's.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Previous">The summary that it has; null for none.</param>
/// <param name="Lines">What is to be summarized.</param>
public sealed record SummarySubject(
    SubjectKind Kind, string Name, IReadOnlyList<string> Labels, string? Previous, IReadOnlyList<SummaryLine> Lines);

/// <summary>A fact, or a message.</summary>
/// <param name="Text">The fact as a sentence, or the message.</param>
/// <param name="At">Since when the fact holds, or when the message was written.</param>
/// <param name="EndedAt">When the fact ceased to hold; null where it holds.</param>
/// <param name="Speaker">The message's speaker; null for a fact.</param>
/// <param name="Number">The number of the message's episode in its graph; 0 for a fact.</param>
public sealed record SummaryLine(string Text, DateTimeOffset At, DateTimeOffset? EndedAt, string? Speaker, long Number);

/// <summary>What a summary is of.</summary>
public enum SubjectKind
{
    /// <summary>An entity.</summary>
    Entity,

    /// <summary>The user of a user's graph.</summary>
    User,

    /// <summary>A thread.</summary>
    Thread,
}
