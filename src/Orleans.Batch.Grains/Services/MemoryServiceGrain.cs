using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about users, threads and graphs, for .NET services.</summary>
[GrainType("orleans-batch.memory-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed partial class MemoryServiceGrain(IMemoryClient memory, CallerProof proof) : Grain, IMemoryServiceGrain
{
    public async ValueTask<User> CreateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).CreateUserAsync(project, userId, fields, cancellationToken);

    public async ValueTask<User> GetUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetUserAsync(project, userId, cancellationToken);

    public async ValueTask<User> UpdateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).UpdateUserAsync(project, userId, fields, cancellationToken);

    public async ValueTask DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).DeleteUserAsync(project, userId, cancellationToken);

    public async ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ListUsersAsync(project, query, cancellationToken);

    public async ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).CreateThreadAsync(project, threadId, userId, cancellationToken);

    public async ValueTask DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).DeleteThreadAsync(project, threadId, cancellationToken);

    public async ValueTask<ThreadPage> ListThreadsAsync(
        ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ListThreadsAsync(project, query, cancellationToken);

    public async ValueTask<ThreadMessages> GetMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetMessagesAsync(project, threadId, query, cancellationToken);

    public async ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).CreateGraphAsync(project, graphId, fields, cancellationToken);

    public async ValueTask<Graph> GetGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetGraphAsync(project, graphId, cancellationToken);

    public async ValueTask<Graph> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).UpdateGraphAsync(project, graphId, fields, cancellationToken);

    public async ValueTask DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).DeleteGraphAsync(project, graphId, cancellationToken);

    public async ValueTask<GraphPage> ListGraphsAsync(
        ProjectId project, GraphQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ListGraphsAsync(project, query, cancellationToken);

    public async ValueTask<Episode> GetEpisodeAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetEpisodeAsync(project, episodeUuid, cancellationToken);

    public async ValueTask<IReadOnlyList<Episode>> GetLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken) =>
        (await (await OfAsync(project, cancellationToken)).GetLastEpisodesAsync(project, target, last, cancellationToken)).ToArray();

    public async ValueTask<EpisodePage> ListEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ListEpisodesAsync(project, target, query, cancellationToken);

    private async ValueTask<IMemoryClient> OfAsync(ProjectId project, CancellationToken cancellationToken)
    {
        await proof.RequireAsync(project, cancellationToken);
        return memory;
    }
}
