namespace Orleans.Batch.Insight;

/// <summary>
/// The reads of <see cref="IInsightClient"/> from a database. Null means that the object does not exist or is another
/// project's; temporary faults are <see cref="TransientStoreException"/>.
/// </summary>
public interface IInsightStore
{
    /// <inheritdoc cref="IInsightClient.ListBatchesAsync"/>
    ValueTask<BatchListPage> ListBatchesAsync(ProjectId project, BatchListQuery query, CancellationToken cancellationToken);

    /// <summary>The active batches of a project, in one query.</summary>
    ValueTask<ProjectActivity> ReadActivityAsync(ProjectId project, CancellationToken cancellationToken);

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

    /// <inheritdoc cref="IInsightClient.GetTrafficAsync"/>
    ValueTask<LiveTraffic> ReadTrafficAsync(ProjectId project, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInsightClient.ListGraphsAsync"/>
    ValueTask<GraphListing> ListGraphsAsync(ProjectId project, GraphListingQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInsightClient.GetContentsAsync"/>
    ValueTask<GraphContents?> FindContentsAsync(ProjectId project, GraphTarget target, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInsightClient.FindOriginsAsync"/>
    ValueTask<IReadOnlyList<EpisodeOrigin>> FindOriginsAsync(
        ProjectId project, IReadOnlyCollection<Guid> episodes, CancellationToken cancellationToken);
}
