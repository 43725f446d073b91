namespace Orleans.Batch.Graphs;

/// <summary>Deletes what graphs consist of, as tasks.</summary>
public interface IContentDeletion
{
    /// <summary>
    /// Deletes an object and records the task in the same transaction; false if there is no such object in such a graph.
    /// </summary>
    ValueTask<bool> DeleteAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, Guid taskId, CancellationToken cancellationToken);
}
