using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about users, threads and graphs by identity, for .NET services.</summary>
[GrainType("orleans-batch.directory-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class DirectoryServiceGrain(IDirectoryClient directory) : Grain, IDirectoryServiceGrain
{
    public ValueTask<IReadOnlyList<ObjectAddress>> FindByUuidAsync(
        ProjectId project, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        directory.FindByUuidAsync(project, uuids, cancellationToken);

    public ValueTask<IReadOnlyList<ObjectAddress>> FindByIdAsync(
        ProjectId project, ObjectIds ids, CancellationToken cancellationToken) =>
        directory.FindByIdAsync(project, ids, cancellationToken);

    public ValueTask<ObjectAddress?> FindContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, CancellationToken cancellationToken) =>
        directory.FindContentAsync(project, graphUuid, uuid, kind, cancellationToken);

    public ValueTask<User> CreateUserAsync(
        ProjectId project, Guid uuid, string? userId, UserFields fields, CancellationToken cancellationToken) =>
        directory.CreateUserAsync(project, uuid, userId, fields, cancellationToken);

    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, Guid uuid, Guid userUuid, CancellationToken cancellationToken) =>
        directory.CreateThreadAsync(project, uuid, userUuid, cancellationToken);

    public ValueTask<Graph> CreateGraphAsync(
        ProjectId project, Guid uuid, GraphFields fields, CancellationToken cancellationToken) =>
        directory.CreateGraphAsync(project, uuid, fields, cancellationToken);

    public ValueTask<IdempotentResult<CreatedDestinations>> CreateDestinationsAsync(
        ProjectId project, NewDestinations destinations, IdempotencyKey? key, CancellationToken cancellationToken) =>
        directory.CreateDestinationsAsync(project, destinations, key, cancellationToken);

    public ValueTask<MemoryThread> GetThreadAsync(ProjectId project, Guid uuid, CancellationToken cancellationToken) =>
        directory.GetThreadAsync(project, uuid, cancellationToken);

    public ValueTask<SortedPage<User>> ListUsersAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken) =>
        directory.ListUsersAsync(project, query, cancellationToken);

    public ValueTask<SortedPage<MemoryThread>> ListThreadsAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken) =>
        directory.ListThreadsAsync(project, query, cancellationToken);

    public ValueTask<SortedPage<Graph>> ListGraphsAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken) =>
        directory.ListGraphsAsync(project, query, cancellationToken);
}
