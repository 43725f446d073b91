using System.Globalization;

namespace Orleans.Batch.Graphs;

/// <summary>Users, threads and graphs by identity: validates input and calls the store.</summary>
internal sealed class DirectoryService(IDirectoryStore store) : IDirectoryClient
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ObjectAddress>> FindByUuidAsync(
        ProjectId project, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken)
    {
        RequireFew(uuids.Count);
        return ServiceGuard.RunAsync(() => store.FindByUuidAsync(project, uuids, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ObjectAddress>> FindByIdAsync(
        ProjectId project, ObjectIds ids, CancellationToken cancellationToken)
    {
        RequireFew(ids.Count);
        return ServiceGuard.RunAsync(() => store.FindByIdAsync(project, ids, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<ObjectAddress?> FindContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => store.FindContentAsync(project, graphUuid, uuid, kind, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<User> CreateUserAsync(
        ProjectId project, Guid uuid, string? userId, UserFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(userId ?? uuid.ToString(), fields);
        return ServiceGuard.RunAsync(() => store.CreateUserAsync(project, uuid, userId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, Guid uuid, Guid userUuid, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync(
            "user", userUuid.ToString(), () => store.CreateThreadAsync(project, uuid, userUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Graph> CreateGraphAsync(
        ProjectId project, Guid uuid, GraphFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(uuid.ToString(), fields);
        return ServiceGuard.RunAsync(() => store.CreateGraphAsync(project, uuid, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<CreatedDestinations>> CreateDestinationsAsync(
        ProjectId project, NewDestinations destinations, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        DestinationRules.Check(destinations);
        return ServiceGuard.RunAsync(() => store.CreateDestinationsAsync(project, destinations, key, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<MemoryThread> GetThreadAsync(ProjectId project, Guid uuid, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("thread", uuid.ToString(), () => store.FindThreadAsync(project, uuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SortedPage<User>> ListUsersAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => store.ListUsersAsync(project, Bound(query), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SortedPage<MemoryThread>> ListThreadsAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => store.ListThreadsAsync(project, Bound(query), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SortedPage<Graph>> ListGraphsAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => store.ListGraphsAsync(project, Bound(query), cancellationToken));

    private static SortedQuery Bound(SortedQuery query) => query with { Limit = Math.Clamp(query.Limit, 1, Limits.PerPage) };

    private static void RequireFew(int count)
    {
        if (count > Limits.LookUps)
        {
            throw BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"at most {Limits.LookUps} can be looked up in one call, got {count}"));
        }
    }
}
