namespace Orleans.Batch.Graphs;

/// <summary>Episodes. Null means that the project has no such episode or graph.</summary>
public interface IEpisodeStore
{
    /// <summary>One episode, or null.</summary>
    ValueTask<Episode?> FindEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>The most recent episodes of a graph, newest first; null when there is no such graph.</summary>
    ValueTask<IReadOnlyList<Episode>?> FindLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken);

    /// <summary>A page of a graph's episodes; null when there is no such graph.</summary>
    ValueTask<EpisodePage?> FindEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IEpisodeClient.GetDocumentAsync"/>
    ValueTask<IReadOnlyList<Episode>?> FindDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IEpisodeClient.GetMentionsAsync"/>
    ValueTask<EpisodeMentions?> FindMentionsAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>Deletes an episode that its graph has; false when there is none.</summary>
    ValueTask<bool> DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="IEpisodeClient.UpdateMetadataAsync"/>
    /// <param name="project">The project.</param>
    /// <param name="episodeUuid">The episode.</param>
    /// <param name="change">Returns the new metadata for the present one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The episode; null when there is none.</returns>
    ValueTask<Episode?> ChangeMetadataAsync(
        ProjectId project, Guid episodeUuid, Func<JsonText?, JsonText?> change, CancellationToken cancellationToken);
}
