namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>What the last action did; shown once.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Bad">Whether it did not do what was asked.</param>
public sealed record Notice(string Text, bool Bad);
