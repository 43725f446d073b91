using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Users, threads and graphs by identity.</summary>
internal sealed class DirectoryStore(Database database) : IDirectoryStore
{
    private const string SelectThread =
        $"""
        SELECT {ThreadStore.ThreadColumns}
        FROM thread t JOIN memory_user u USING (user_key) JOIN project p ON p.project_key = t.project_key
        WHERE t.project_key = $1 AND t.thread_uuid = $2
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ObjectAddress>> FindByUuidAsync(
        ProjectId project, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => AddressLookup.FindByUuidAsync(database.Requests, project, uuids, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ObjectAddress>> FindByIdAsync(
        ProjectId project, ObjectIds ids, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => AddressLookup.FindByIdAsync(database.Requests, project, ids, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ObjectAddress?> FindContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var key = kind == ContentKind.Episode
                ? (await database.Requests.FindPlaceAsync(project, uuid, cancellationToken))?.Scope.Key
                : GraphBoundId.GraphKey(uuid);
            if (key is null)
            {
                return null;
            }

            var found = await AddressLookup.FindByUuidAsync(database.Requests, project, [graphUuid], cancellationToken);
            var graph = found.FirstOrDefault(a => a.Kind != AddressKind.Thread);
            return graph is not null && await IsGraphAsync(project, graph.GraphUuid, key.Value, cancellationToken) ? graph : null;
        });

    /// <inheritdoc/>
    public ValueTask<User> CreateUserAsync(
        ProjectId project, Guid uuid, string? userId, UserFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => DirectoryCreation.CreateUserAsync(connection, project, uuid, userId, fields, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MemoryThread?> CreateThreadAsync(
        ProjectId project, Guid uuid, Guid userUuid, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => DirectoryCreation.CreateThreadAsync(connection, project, uuid, userUuid, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Graph> CreateGraphAsync(
        ProjectId project, Guid uuid, GraphFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => DirectoryCreation.CreateGraphAsync(connection, project, uuid, fields, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<CreatedDestinations>> CreateDestinationsAsync(
        ProjectId project, NewDestinations destinations, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.WriteAsync(
            key,
            connection => DestinationCreation.RunAsync(connection, project, destinations, key, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<MemoryThread?> FindThreadAsync(ProjectId project, Guid uuid, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement(SelectThread, project.Value, uuid)
            .RowAsync(ThreadStore.ReadThread, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SortedPage<User>> ListUsersAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => DirectoryLists.Users.PageAsync(database.Requests, project, query, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SortedPage<MemoryThread>> ListThreadsAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => DirectoryLists.Threads.PageAsync(database.Requests, project, query, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<SortedPage<Graph>> ListGraphsAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => DirectoryLists.Graphs.PageAsync(database.Requests, project, query, cancellationToken));

    private async ValueTask<bool> IsGraphAsync(ProjectId project, Guid uuid, long key, CancellationToken cancellationToken) =>
        await database.Requests
            .Statement("SELECT true FROM graph WHERE graph_key = $1 AND graph_uuid = $2 AND project_key = $3", key, uuid, project.Value)
            .RowAsync(r => r.GetBoolean(0), cancellationToken);
}
