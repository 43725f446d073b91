namespace Orleans.Batch.Graphs;

/// <summary>Deletes users, threads and graphs; items on their way there are canceled.</summary>
public interface IDestinationDeletion
{
    /// <summary>Deletes a user, its threads and its graph.</summary>
    ValueTask<DeletionResult> DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <summary>Deletes a thread and its episodes.</summary>
    ValueTask<DeletionResult> DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken);

    /// <summary>Deletes a standalone graph.</summary>
    ValueTask<DeletionResult> DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an object by its identity, and records a task that ends when its content has been removed. A repeat finds
    /// the task and changes nothing.
    /// </summary>
    ValueTask<DeletionResult> DeleteAsync(
        ProjectId project, Guid uuid, AddressKind kind, Guid taskId, CancellationToken cancellationToken);
}
