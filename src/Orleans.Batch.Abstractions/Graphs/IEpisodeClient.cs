namespace Orleans.Batch;

/// <summary>
/// Episodes of graphs. Calls are confined to <see cref="ProjectId"/>; refusals are <see cref="BatchServiceException"/>.
/// When a call returns, its result is durable.
/// </summary>
public interface IEpisodeClient
{
    /// <summary>
    /// One episode. It exists from the process call on, with <see cref="Episode.Processed"/> false until it is in its graph.
    /// </summary>
    ValueTask<Episode> GetEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>The most recent episodes of a graph by reference time, newest first.</summary>
    ValueTask<IReadOnlyList<Episode>> GetLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken);

    /// <summary>Pages through the episodes of a graph.</summary>
    ValueTask<EpisodePage> ListEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken);

    /// <summary>The episodes of a document in a graph, oldest first; at most 1,000, and none for an unknown document.</summary>
    ValueTask<IReadOnlyList<Episode>> GetDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken);

    /// <summary>The facts and nodes of an episode; at most 1,000 of each. An episode not yet in its graph has none.</summary>
    ValueTask<EpisodeMentions> GetMentionsAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an episode with its facts and the nodes that no other episode names. A fact that other episodes repeat
    /// then starts with the first of them; facts that the episode ended stay ended. One that is not in its graph yet is
    /// refused.
    /// </summary>
    ValueTask DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>
    /// Merges metadata with that of an episode or message; a null removes a key. In the end there are at most ten keys with
    /// scalars or non-empty arrays of scalars.
    /// </summary>
    ValueTask<Episode> UpdateMetadataAsync(
        ProjectId project, Guid episodeUuid, JsonText metadata, CancellationToken cancellationToken);
}
