using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about users, threads and graphs, for .NET services.</summary>
[GrainType("orleans-batch.memory-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed partial class MemoryServiceGrain(IMemoryClient memory) : Grain, IMemoryServiceGrain
{
    public ValueTask<User> CreateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        memory.CreateUserAsync(project, userId, fields, cancellationToken);

    public ValueTask<User> GetUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        memory.GetUserAsync(project, userId, cancellationToken);

    public ValueTask<User> UpdateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        memory.UpdateUserAsync(project, userId, fields, cancellationToken);

    public ValueTask DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        memory.DeleteUserAsync(project, userId, cancellationToken);

    public ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        memory.ListUsersAsync(project, query, cancellationToken);

    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken) =>
        memory.CreateThreadAsync(project, threadId, userId, cancellationToken);

    public ValueTask DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken) =>
        memory.DeleteThreadAsync(project, threadId, cancellationToken);

    public ValueTask<ThreadPage> ListThreadsAsync(
        ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        memory.ListThreadsAsync(project, query, cancellationToken);

    public ValueTask<ThreadMessages> GetMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken) =>
        memory.GetMessagesAsync(project, threadId, query, cancellationToken);

    public ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        memory.CreateGraphAsync(project, graphId, fields, cancellationToken);

    public ValueTask<Graph> GetGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        memory.GetGraphAsync(project, graphId, cancellationToken);

    public ValueTask<Graph> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        memory.UpdateGraphAsync(project, graphId, fields, cancellationToken);

    public ValueTask DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        memory.DeleteGraphAsync(project, graphId, cancellationToken);

    public ValueTask<GraphPage> ListGraphsAsync(
        ProjectId project, GraphQuery query, CancellationToken cancellationToken) =>
        memory.ListGraphsAsync(project, query, cancellationToken);

    public ValueTask<Episode> GetEpisodeAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        memory.GetEpisodeAsync(project, episodeUuid, cancellationToken);

    public async ValueTask<IReadOnlyList<Episode>> GetLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken) =>
        (await memory.GetLastEpisodesAsync(project, target, last, cancellationToken)).ToArray();

    public ValueTask<EpisodePage> ListEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken) =>
        memory.ListEpisodesAsync(project, target, query, cancellationToken);
}
