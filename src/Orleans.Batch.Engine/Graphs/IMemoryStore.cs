namespace Orleans.Batch.Graphs;

/// <summary>
/// Users, threads, graphs and episodes as the database keeps them. Same calls as <see cref="IMemoryClient"/>, input
/// already checked; deletions also cancel pending items and return the affected batches.
/// </summary>
public partial interface IMemoryStore
{
    /// <inheritdoc cref="IMemoryClient.CreateUserAsync"/>
    ValueTask<User> CreateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken);

    /// <summary>One user, or null.</summary>
    ValueTask<User?> FindUserAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given; null when there is no such user.</summary>
    ValueTask<User?> UpdateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes a user, its threads and its graph.</summary>
    ValueTask<DeletionResult> DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.ListUsersAsync"/>
    ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.CreateThreadAsync"/>
    ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken);

    /// <summary>Deletes a thread and its episodes.</summary>
    ValueTask<DeletionResult> DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.ListThreadsAsync"/>
    ValueTask<ThreadPage> ListThreadsAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken);

    /// <summary>Messages of a thread; null when there is no such thread.</summary>
    ValueTask<ThreadMessages?> FindMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.CreateGraphAsync"/>
    ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken);

    /// <summary>One standalone graph, or null.</summary>
    ValueTask<Graph?> FindGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given; null when there is no such graph.</summary>
    ValueTask<Graph?> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes a standalone graph.</summary>
    ValueTask<DeletionResult> DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.ListGraphsAsync"/>
    ValueTask<GraphPage> ListGraphsAsync(ProjectId project, GraphQuery query, CancellationToken cancellationToken);

    /// <summary>One episode, or null.</summary>
    ValueTask<Episode?> FindEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>The most recent episodes of a graph, newest first; null when there is no such graph.</summary>
    ValueTask<IReadOnlyList<Episode>?> FindLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken);

    /// <summary>A page of a graph's episodes; null when there is no such graph.</summary>
    ValueTask<EpisodePage?> FindEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a bounded number of episodes of deleted graphs.
    /// </summary>
    /// <returns>Whether there may be more.</returns>
    ValueTask<bool> PurgeDeletedAsync(int limit, CancellationToken cancellationToken);
}

/// <summary>The result of a deletion.</summary>
/// <param name="Found">Whether the object existed.</param>
/// <param name="Batches">Internal keys of the batches of which items were canceled: they may have ended by it.</param>
public sealed record DeletionResult(bool Found, IReadOnlyList<long> Batches)
{
    /// <summary>There was nothing to delete.</summary>
    public static DeletionResult NotFound { get; } = new(false, []);
}
