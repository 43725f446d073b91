namespace Orleans.Batch.Insight;

/// <summary>Lists of graphs and users, and the counts and origins of their content.</summary>
public interface IGraphOverviewStore
{
    /// <inheritdoc cref="IInsightClient.ListGraphsAsync"/>
    ValueTask<GraphListing> ListGraphsAsync(ProjectId project, GraphListingQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInsightClient.GetContentsAsync"/>
    ValueTask<GraphContents?> FindContentsAsync(ProjectId project, GraphTarget target, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInsightClient.FindOriginsAsync"/>
    ValueTask<IReadOnlyList<EpisodeOrigin>> FindOriginsAsync(
        ProjectId project, IReadOnlyCollection<Guid> episodes, CancellationToken cancellationToken);
}
