namespace Orleans.Batch.Server.Demo;

/// <summary>One event of the history: a CRM snapshot or a note about an account, or a line of a support chat.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Account">The account it is about.</param>
/// <param name="Text">The message or note; empty for a snapshot, whose content is the account's state.</param>
/// <param name="Chat">The chat it belongs to; null for snapshots and notes.</param>
/// <param name="FromUser">Whether the speaker is the user, not the assistant.</param>
internal readonly record struct DemoItem(DateTimeOffset At, DemoAccount Account, string Text, DemoChat? Chat, bool FromUser);

/// <summary>A support chat: a thread of one user.</summary>
/// <param name="Number">The number in the whole history, from 1.</param>
/// <param name="User">The user who asks.</param>
internal sealed record DemoChat(int Number, DemoUser User);

/// <summary>A person who works for an account: only a job, no name.</summary>
/// <param name="Number">The number, from 1.</param>
/// <param name="Account">The account.</param>
/// <param name="Job">The person's job there.</param>
internal sealed record DemoUser(int Number, DemoAccount Account, string Job);
