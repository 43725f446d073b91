namespace Orleans.Batch.Insight;

/// <summary>Reports about one batch. Null means that the project has no such batch.</summary>
public interface IBatchReportStore
{
    /// <inheritdoc cref="IInsightClient.GetTimelineAsync"/>
    ValueTask<BatchTimeline?> FindTimelineAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInsightClient.GetErrorsAsync"/>
    ValueTask<ErrorReport?> FindErrorsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInsightClient.FindMissingGraphsAsync"/>
    ValueTask<MissingGraphs?> FindMissingGraphsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInsightClient.GetLanesAsync"/>
    ValueTask<LaneReport?> FindLanesAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInsightClient.GetProgressHistoryAsync"/>
    ValueTask<ProgressHistory?> FindProgressHistoryAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);
}
