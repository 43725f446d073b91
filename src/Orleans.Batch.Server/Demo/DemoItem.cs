namespace Orleans.Batch.Server.Demo;

/// <summary>One event of the history: a CRM snapshot or a note about an account, or a line of a support chat.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Account">The account it is about.</param>
/// <param name="Text">What was said or noted; empty for a snapshot, whose content is the account's state.</param>
/// <param name="Chat">The chat it belongs to; null for snapshots and notes.</param>
/// <param name="FromUser">Whether the user speaks, and not the assistant.</param>
internal readonly record struct DemoItem(DateTimeOffset At, DemoAccount Account, string Text, DemoChat? Chat, bool FromUser);

/// <summary>A support chat: a thread of one user.</summary>
/// <param name="Number">Counted from 1 over the whole history.</param>
/// <param name="User">Who asks.</param>
internal sealed record DemoChat(int Number, DemoUser User);

/// <summary>Somebody who works for an account. There is no name, only a job.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Account">The account.</param>
/// <param name="Job">What they do there.</param>
internal sealed record DemoUser(int Number, DemoAccount Account, string Job);
