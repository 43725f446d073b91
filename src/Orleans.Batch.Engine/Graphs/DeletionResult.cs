namespace Orleans.Batch.Graphs;

/// <summary>The result of deleting a user, thread or graph.</summary>
/// <param name="Found">Whether the object existed.</param>
/// <param name="Batches">Internal keys of the batches of which items were canceled: they may have ended by it.</param>
public sealed record DeletionResult(bool Found, IReadOnlyList<long> Batches)
{
    /// <summary>There was nothing to delete.</summary>
    public static DeletionResult NotFound { get; } = new(false, []);
}
