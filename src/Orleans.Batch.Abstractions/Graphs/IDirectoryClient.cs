namespace Orleans.Batch;

/// <summary>
/// Users, threads and graphs by the identities that the service gave them, and many of them at once. Calls are confined to
/// <see cref="ProjectId"/>; refusals are <see cref="BatchServiceException"/>. When a call returns, its result is durable.
/// </summary>
/// <remarks>
/// An object that is created without an id is stored under the text of its identity. Identities are made by the
/// service, so no caller can choose that text: an id that equals the identity means that none was given.
/// </remarks>
public interface IDirectoryClient
{
    /// <summary>
    /// The objects with these identities, in any order; unknown ones are left out. At most
    /// <see cref="Limits.LookUps"/> in one call.
    /// </summary>
    ValueTask<IReadOnlyList<ObjectAddress>> FindByUuidAsync(
        ProjectId project, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken);

    /// <summary>The objects with these ids, in any order; unknown ones are left out. The same limit applies.</summary>
    ValueTask<IReadOnlyList<ObjectAddress>> FindByIdAsync(ProjectId project, ObjectIds ids, CancellationToken cancellationToken);

    /// <summary>
    /// The graph with this identity, or of the user with this identity, if it has the given episode, node or edge; null if not.
    /// An episode counts from its acceptance on.
    /// </summary>
    ValueTask<ObjectAddress?> FindContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, CancellationToken cancellationToken);

    /// <summary>Creates a user and its graph. A repeat with the same identity returns the user that the first call created.</summary>
    /// <param name="project">The project.</param>
    /// <param name="uuid">The new user's identity.</param>
    /// <param name="userId">Its id; one in use is refused as "already exists". Null: it gets none.</param>
    /// <param name="fields">Its other fields.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<User> CreateUserAsync(
        ProjectId project, Guid uuid, string? userId, UserFields fields, CancellationToken cancellationToken);

    /// <summary>Creates a thread without an id. A repeat with the same identity returns the first call's thread.</summary>
    ValueTask<MemoryThread> CreateThreadAsync(ProjectId project, Guid uuid, Guid userUuid, CancellationToken cancellationToken);

    /// <summary>Creates a standalone graph without an id. A repeat with the same identity returns the first call's graph.</summary>
    ValueTask<Graph> CreateGraphAsync(ProjectId project, Guid uuid, GraphFields fields, CancellationToken cancellationToken);

    /// <summary>
    /// Creates users, then standalone graphs, then threads, under ids of the caller's: all of them or none. Those that exist
    /// are left as they are.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="destinations">
    /// 1 to <see cref="Limits.DestinationsPerCall"/>. Of those with one id the first counts; the others exist then.
    /// </param>
    /// <param name="key">The idempotency key: repeats get the first answer. Null: a repeat counts all as existing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchServiceException">
    /// Some cannot be created: a field is wrong, the id is the identity of another user, a thread's user does not exist, or a
    /// thread exists under another user. <see cref="BatchServiceException.Problems"/> has each with its position and a field
    /// such as <c>threads[3].user_id</c>.
    /// </exception>
    ValueTask<IdempotentResult<CreatedDestinations>> CreateDestinationsAsync(
        ProjectId project, NewDestinations destinations, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>One thread.</summary>
    ValueTask<MemoryThread> GetThreadAsync(ProjectId project, Guid uuid, CancellationToken cancellationToken);

    /// <summary>Lists users.</summary>
    ValueTask<SortedPage<User>> ListUsersAsync(ProjectId project, SortedQuery query, CancellationToken cancellationToken);

    /// <summary>Lists threads.</summary>
    ValueTask<SortedPage<MemoryThread>> ListThreadsAsync(ProjectId project, SortedQuery query, CancellationToken cancellationToken);

    /// <summary>Lists standalone graphs.</summary>
    ValueTask<SortedPage<Graph>> ListGraphsAsync(ProjectId project, SortedQuery query, CancellationToken cancellationToken);
}
