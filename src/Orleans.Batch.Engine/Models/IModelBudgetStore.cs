namespace Orleans.Batch.Models;

/// <summary>The caps of batches and projects, and what they have spent.</summary>
public interface IModelBudgetStore
{
    /// <summary>Returns the budget of a batch, or of the whole project. Without caps and requests it is empty.</summary>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The batch; null: the whole project.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchServiceException">The project has no such batch.</exception>
    ValueTask<ModelBudget> GetBudgetAsync(ProjectId project, Guid? batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the caps of a batch, or of the whole project. A cap below what is spent already allows no further request.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The batch; null: the whole project.</param>
    /// <param name="caps">The caps, not negative.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchServiceException">The project has no such batch.</exception>
    ValueTask<ModelBudget> SetCapsAsync(ProjectId project, Guid? batchId, ModelCaps caps, CancellationToken cancellationToken);
}
