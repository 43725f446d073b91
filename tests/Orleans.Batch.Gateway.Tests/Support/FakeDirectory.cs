namespace Orleans.Batch.Gateway.Tests;

/// <summary>One user with its graph and thread, and one standard graph, in memory; everything that is created is kept.</summary>
internal sealed class FakeDirectory : IDirectoryClient, ITaskClient
{
    public static readonly Guid UserUuid = Guid.Parse("0f6e0000-0000-7000-8000-0000000000a1");

    public static readonly Guid UserGraphUuid = Guid.Parse("0f6e0000-0000-7000-8000-0000000000a2");

    public static readonly Guid ThreadUuid = Guid.Parse("0f6e0000-0000-7000-8000-0000000000a3");

    public static readonly Guid GraphUuid = Guid.Parse("0f6e0000-0000-7000-8000-0000000000a4");

    private readonly List<ObjectAddress> _objects = [];

    public FakeDirectory() => Reset();

    public List<object> Queries { get; } = [];

    /// <summary>Identities of what was created, in order.</summary>
    public List<Guid> Created { get; } = [];

    public List<(Guid Uuid, AddressKind Kind, Guid TaskId)> Deleted { get; } = [];

    public string? NextCursor { get; set; }

    /// <summary>What calls that create many were given, in order.</summary>
    public List<(NewDestinations Destinations, IdempotencyKey? Key)> Many { get; } = [];

    /// <summary>Whether an earlier call with the same key did it.</summary>
    public bool Replay { get; set; }

    public void Reset()
    {
        _objects.Clear();
        _objects.AddRange(
        [
            new(AddressKind.User, UserUuid, "u1", UserGraphUuid, UserUuid),
            new(AddressKind.UserGraph, UserGraphUuid, "u1", UserGraphUuid, UserUuid),
            new(AddressKind.Thread, ThreadUuid, "t1", UserGraphUuid, UserUuid),
            new(AddressKind.Graph, GraphUuid, "g1", GraphUuid, null),
        ]);
        Queries.Clear();
        Created.Clear();
        Deleted.Clear();
        NextCursor = null;
        Many.Clear();
        Replay = false;
    }

    public ValueTask<IReadOnlyList<ObjectAddress>> FindByUuidAsync(
        ProjectId project, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        new([.. _objects.Where(o => uuids.Contains(o.Uuid))]);

    public ValueTask<IReadOnlyList<ObjectAddress>> FindByIdAsync(
        ProjectId project, ObjectIds ids, CancellationToken cancellationToken) =>
        new([.. _objects.Where(o => o.Kind switch
        {
            AddressKind.User => ids.Users.Contains(o.Id),
            AddressKind.Thread => ids.Threads.Contains(o.Id),
            AddressKind.Graph => ids.Graphs.Contains(o.Id),
            _ => false,
        })]);

    public ValueTask<User> CreateUserAsync(
        ProjectId project, Guid uuid, string? userId, UserFields fields, CancellationToken cancellationToken)
    {
        Created.Add(uuid);
        _objects.Add(new(AddressKind.User, uuid, userId ?? uuid.ToString(), UserGraphUuid, uuid));
        return new(UserOf(uuid, userId ?? uuid.ToString(), fields));
    }

    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, Guid uuid, Guid userUuid, CancellationToken cancellationToken)
    {
        Created.Add(uuid);
        return new(ThreadOf(uuid, uuid.ToString()));
    }

    public ValueTask<Graph> CreateGraphAsync(ProjectId project, Guid uuid, GraphFields fields, CancellationToken cancellationToken)
    {
        Created.Add(uuid);
        return new(GraphOf(uuid, uuid.ToString(), fields.Name));
    }

    public ValueTask<IdempotentResult<CreatedDestinations>> CreateDestinationsAsync(
        ProjectId project, NewDestinations destinations, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        Many.Add((destinations, key));
        return new(new IdempotentResult<CreatedDestinations>(
            new(new(destinations.Users.Count, destinations.Graphs.Count, destinations.Threads.Count), new(1, 2, 3)), Replay));
    }

    public ValueTask<MemoryThread> GetThreadAsync(ProjectId project, Guid uuid, CancellationToken cancellationToken) =>
        uuid == ThreadUuid ? new(ThreadOf(uuid, "t1")) : throw BatchServiceException.NotFound("thread", uuid.ToString());

    public ValueTask<SortedPage<User>> ListUsersAsync(ProjectId project, SortedQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new SortedPage<User>([UserOf(UserUuid, "u1", new UserFields())], NextCursor));
    }

    public ValueTask<SortedPage<MemoryThread>> ListThreadsAsync(
        ProjectId project, SortedQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new SortedPage<MemoryThread>([ThreadOf(ThreadUuid, "t1")], NextCursor));
    }

    public ValueTask<SortedPage<Graph>> ListGraphsAsync(ProjectId project, SortedQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new SortedPage<Graph>([GraphOf(GraphUuid, "g1", null)], NextCursor));
    }

    public ValueTask<TaskPage> ListTasksAsync(ProjectId project, TaskQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new TaskPage([FakeRealtime.Pending], NextCursor));
    }

    public ValueTask<IngestTask> DeleteAsync(
        ProjectId project, Guid uuid, AddressKind kind, Guid taskId, CancellationToken cancellationToken)
    {
        if (_objects.RemoveAll(o => o.Uuid == uuid && o.Kind == kind) == 0)
        {
            throw BatchServiceException.NotFound(kind.ToString(), uuid.ToString());
        }

        Deleted.Add((uuid, kind, taskId));
        return new(FakeRealtime.Pending with { TaskId = taskId, Type = IngestTaskType.DeleteUser });
    }

    // Every graph has the content of FakeMemory.
    public ValueTask<ObjectAddress?> FindContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, CancellationToken cancellationToken) =>
        new(uuid == ContentOf(kind) ? _objects.Find(o => o.Uuid == graphUuid && o.Kind != AddressKind.Thread) : null);

    public ValueTask<IngestTask> DeleteContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, Guid taskId, CancellationToken cancellationToken) =>
        uuid == ContentOf(kind)
            ? new(FakeRealtime.Pending with { TaskId = taskId, Type = IngestTaskType.DeleteGraph })
            : throw BatchServiceException.NotFound(kind.ToString(), uuid.ToString());

    private static Guid ContentOf(ContentKind kind) => kind switch
    {
        ContentKind.Episode => FakeMemory.Episode.Uuid,
        ContentKind.Node => FakeMemory.Node.Uuid,
        _ => FakeMemory.Edge.Uuid,
    };

    private static User UserOf(Guid uuid, string id, UserFields fields) => new()
    {
        UserId = id,
        Uuid = uuid,
        GraphUuid = UserGraphUuid,
        ProjectUuid = Guid.Empty,
        Email = fields.Email,
        FirstName = fields.FirstName,
        LastName = fields.LastName,
        Metadata = fields.Metadata,
        TimeZone = fields.TimeZone,
        DisableDefaultOntology = fields.DisableDefaultOntology,
        CreatedAt = FakeService.Now,
        UpdatedAt = FakeService.Now,
    };

    private static MemoryThread ThreadOf(Guid uuid, string id) => new()
    {
        ThreadId = id,
        Uuid = uuid,
        UserId = "u1",
        UserUuid = UserUuid,
        GraphUuid = Guid.Empty,
        ProjectUuid = Guid.Empty,
        CreatedAt = FakeService.Now,
    };

    private static Graph GraphOf(Guid uuid, string id, string? name) => new()
    {
        GraphId = id,
        Uuid = uuid,
        Name = name,
        ProjectUuid = Guid.Empty,
        CreatedAt = FakeService.Now,
        UpdatedAt = FakeService.Now,
    };
}
