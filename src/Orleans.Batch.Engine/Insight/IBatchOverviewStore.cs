namespace Orleans.Batch.Insight;

/// <summary>Lists of batches with their rates.</summary>
public interface IBatchOverviewStore
{
    /// <inheritdoc cref="IInsightClient.ListBatchesAsync"/>
    ValueTask<BatchListPage> ListBatchesAsync(ProjectId project, BatchListQuery query, CancellationToken cancellationToken);

    /// <summary>The active batches of a project, in one query.</summary>
    ValueTask<ProjectActivity> ReadActivityAsync(ProjectId project, CancellationToken cancellationToken);
}
