namespace Orleans.Batch.Dashboard;

/// <summary>The result of the last action; shown once.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Bad">Whether the action failed.</param>
public sealed record Notice(string Text, bool Bad);
