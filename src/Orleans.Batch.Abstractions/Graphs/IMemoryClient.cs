namespace Orleans.Batch;

/// <summary>
/// Users, threads, graphs and what is in them. All calls are confined to <see cref="ProjectId"/>; refusals are
/// <see cref="BatchServiceException"/>. When a call returns, its result is durable.
/// </summary>
public partial interface IMemoryClient
{
    /// <summary>Creates a user and its graph; an id in use is refused as "already exists".</summary>
    ValueTask<User> CreateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken);

    /// <summary>One user.</summary>
    ValueTask<User> GetUserAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given.</summary>
    ValueTask<User> UpdateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes a user with its graph and threads; items on their way there are canceled.</summary>
    ValueTask DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <summary>Lists users by their ids.</summary>
    ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken);

    /// <summary>Creates a thread of an existing user; an id in use is refused as "already exists".</summary>
    ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken);

    /// <summary>Deletes a thread and its episodes; items on their way there are canceled.</summary>
    ValueTask DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken);

    /// <summary>Lists threads by their ids.</summary>
    ValueTask<ThreadPage> ListThreadsAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken);

    /// <summary>Messages of a thread by reference time, then by position in the graph.</summary>
    ValueTask<ThreadMessages> GetMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken);

    /// <summary>Creates a standalone graph; an id in use is refused as "already exists".</summary>
    ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken);

    /// <summary>One standalone graph.</summary>
    ValueTask<Graph> GetGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given.</summary>
    ValueTask<Graph> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes a standalone graph; items on their way there are canceled.</summary>
    ValueTask DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken);

    /// <summary>Lists standalone graphs.</summary>
    ValueTask<GraphPage> ListGraphsAsync(ProjectId project, GraphQuery query, CancellationToken cancellationToken);

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
}
