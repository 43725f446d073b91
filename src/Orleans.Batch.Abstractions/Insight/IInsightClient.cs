namespace Orleans.Batch;

/// <summary>
/// What people look at: lists, reports and charts over batches, live traffic and graphs. Nothing here changes anything, and
/// every read is bounded; one that does not look at everything says so. All calls are confined to
/// <see cref="ProjectId"/>; refusals are <see cref="BatchServiceException"/>.
/// </summary>
public interface IInsightClient
{
    /// <summary>Lists batches, newest first, with what runs and how fast.</summary>
    ValueTask<BatchListPage> ListBatchesAsync(ProjectId project, BatchListQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// What moves in a project: at once, and again whenever it has changed, once a second at most. The database is asked
    /// once a look, however many watch; one that reads slowly gets the latest state and misses those between.
    /// </summary>
    IAsyncEnumerable<ProjectActivity> WatchBatchesAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>The times of a batch's life.</summary>
    ValueTask<BatchTimeline> GetTimelineAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>A batch's errors by code.</summary>
    ValueTask<ErrorReport> GetErrorsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>The standalone graphs for want of which items of a batch failed, without those that were made since.</summary>
    ValueTask<MissingGraphs> FindMissingGraphsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>A batch's lanes: how many stand where, the longest open ones, and those that took longest.</summary>
    ValueTask<LaneReport> GetLanesAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>How a batch's items ended over its life, from the process call to its end or to now.</summary>
    ValueTask<ProgressHistory> GetProgressHistoryAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Real time and batches side by side, over the last five minutes.</summary>
    ValueTask<LiveTraffic> GetTrafficAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>
    /// Real time and batches side by side: at once, and again every two seconds. Asked of the database once a look, however
    /// many watch.
    /// </summary>
    IAsyncEnumerable<LiveTraffic> WatchTrafficAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>Lists graphs or users by their ids, with how much is in their graphs.</summary>
    ValueTask<GraphListing> ListGraphsAsync(ProjectId project, GraphListingQuery query, CancellationToken cancellationToken);

    /// <summary>How much is in one graph.</summary>
    ValueTask<GraphContents> GetContentsAsync(ProjectId project, GraphTarget target, CancellationToken cancellationToken);

    /// <summary>
    /// Where episodes came from, in no particular order; at most 1,000 are looked up. Episodes that are not the project's
    /// are left out.
    /// </summary>
    ValueTask<IReadOnlyList<EpisodeOrigin>> FindOriginsAsync(
        ProjectId project, IReadOnlyCollection<Guid> episodes, CancellationToken cancellationToken);
}
