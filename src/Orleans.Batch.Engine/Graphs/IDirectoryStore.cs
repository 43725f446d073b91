namespace Orleans.Batch.Graphs;

/// <summary>Users, threads and graphs by identity. Input is already checked.</summary>
public interface IDirectoryStore
{
    /// <inheritdoc cref="IDirectoryClient.FindByUuidAsync"/>
    ValueTask<IReadOnlyList<ObjectAddress>> FindByUuidAsync(
        ProjectId project, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDirectoryClient.FindByIdAsync"/>
    ValueTask<IReadOnlyList<ObjectAddress>> FindByIdAsync(ProjectId project, ObjectIds ids, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDirectoryClient.FindContentAsync"/>
    ValueTask<ObjectAddress?> FindContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDirectoryClient.CreateUserAsync"/>
    ValueTask<User> CreateUserAsync(
        ProjectId project, Guid uuid, string? userId, UserFields fields, CancellationToken cancellationToken);

    /// <summary>Creates a thread; null when there is no such user.</summary>
    ValueTask<MemoryThread?> CreateThreadAsync(ProjectId project, Guid uuid, Guid userUuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDirectoryClient.CreateGraphAsync"/>
    ValueTask<Graph> CreateGraphAsync(ProjectId project, Guid uuid, GraphFields fields, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDirectoryClient.CreateDestinationsAsync"/>
    ValueTask<IdempotentResult<CreatedDestinations>> CreateDestinationsAsync(
        ProjectId project, NewDestinations destinations, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>One thread, or null.</summary>
    ValueTask<MemoryThread?> FindThreadAsync(ProjectId project, Guid uuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDirectoryClient.ListUsersAsync"/>
    ValueTask<SortedPage<User>> ListUsersAsync(ProjectId project, SortedQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDirectoryClient.ListThreadsAsync"/>
    ValueTask<SortedPage<MemoryThread>> ListThreadsAsync(ProjectId project, SortedQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDirectoryClient.ListGraphsAsync"/>
    ValueTask<SortedPage<Graph>> ListGraphsAsync(ProjectId project, SortedQuery query, CancellationToken cancellationToken);
}
