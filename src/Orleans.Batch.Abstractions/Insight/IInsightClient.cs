namespace Orleans.Batch;

/// <summary>
/// Reads for people: lists, reports and charts over batches, live traffic and graphs. Nothing here changes anything,
/// and every read is bounded; the result of an incomplete read is marked. All calls are confined to
/// <see cref="ProjectId"/>; refusals are <see cref="BatchServiceException"/>.
/// </summary>
public interface IInsightClient
{
    /// <summary>Lists batches, newest first, with their rates.</summary>
    ValueTask<BatchListPage> ListBatchesAsync(ProjectId project, BatchListQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The active batches of a project: at once, and again when they have changed, once a second at most. One query
    /// serves all watchers; a slow reader gets the latest state and misses those between.
    /// </summary>
    IAsyncEnumerable<ProjectActivity> WatchBatchesAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>The times of a batch's events.</summary>
    ValueTask<BatchTimeline> GetTimelineAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>A batch's errors by code.</summary>
    ValueTask<ErrorReport> GetErrorsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>The missing standalone graphs that made items of a batch fail, without those created since.</summary>
    ValueTask<MissingGraphs> FindMissingGraphsAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>A batch's lanes: their counts, the longest open ones, and those that took longest.</summary>
    ValueTask<LaneReport> GetLanesAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>How a batch's items ended over time, from the process call to its end or to now.</summary>
    ValueTask<ProgressHistory> GetProgressHistoryAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Real time and batches side by side, over the last five minutes.</summary>
    ValueTask<LiveTraffic> GetTrafficAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>
    /// Real time and batches side by side: at once, and again every two seconds. One query serves all watchers.
    /// </summary>
    IAsyncEnumerable<LiveTraffic> WatchTrafficAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>Lists graphs or users by their ids, with the counts of their graphs.</summary>
    ValueTask<GraphListing> ListGraphsAsync(ProjectId project, GraphListingQuery query, CancellationToken cancellationToken);

    /// <summary>The counts of one graph.</summary>
    ValueTask<GraphContents> GetContentsAsync(ProjectId project, GraphTarget target, CancellationToken cancellationToken);

    /// <summary>
    /// Where episodes came from, in no particular order; at most 1,000 are looked up. Episodes of other projects
    /// are left out.
    /// </summary>
    ValueTask<IReadOnlyList<EpisodeOrigin>> FindOriginsAsync(
        ProjectId project, IReadOnlyCollection<Guid> episodes, CancellationToken cancellationToken);
}
