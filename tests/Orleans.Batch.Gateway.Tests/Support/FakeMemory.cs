namespace Orleans.Batch.Gateway.Tests;

/// <summary>Users, threads and graphs with the requested ids.</summary>
internal sealed class FakeMemory : IUserClient, IThreadClient, IGraphClient, IEpisodeClient
{
    public HashSet<string> Users { get; } = [];

    public List<string> Asked { get; } = [];

    public List<object> Queries { get; } = [];

    public string? NextCursor { get; set; }

    public static Episode Episode { get; } = new()
    {
        Uuid = Guid.Parse("11111111-1111-7111-8111-111111111111"),
        Content = "привет <b>",
        CreatedAt = FakeService.Now,
        Processed = true,
        Source = EpisodeSource.Message,
        SpeakerName = "Avery",
        Role = RoleType.User,
        Metadata = new JsonText("""{"n":1e400,"big":12345678901234567890123456789012345678901234567890}"""),
    };

    public static EntityNode Node { get; } = new()
    {
        Uuid = Guid.Parse("22222222-2222-8222-8222-222222222222"),
        Name = "Avery <b>",
        Labels = ["Person"],
        Attributes = new JsonText("""{"plan":1e400}"""),
        CreatedAt = FakeService.Now,
        Episodes = [Episode.Uuid],
    };

    public static EntityEdge Edge { get; } = new()
    {
        Uuid = Guid.Parse("33333333-3333-8333-8333-333333333333"),
        Name = "PLAN",
        Fact = "Avery <b> plan pro",
        SourceNodeUuid = Node.Uuid,
        SourceNodeName = Node.Name,
        TargetNodeUuid = Node.Uuid,
        Value = new JsonText("\"pro\""),
        ValidAt = FakeService.Now,
        CreatedAt = FakeService.Now,
        Episodes = [Episode.Uuid],
    };

    public bool Truncated { get; set; }

    public string? ThreadSummary { get; set; }

    public Ontology Ontology { get; set; } = Ontology.Empty;

    public void Reset()
    {
        Users.Clear();
        Asked.Clear();
        Queries.Clear();
        NextCursor = null;
        Truncated = false;
        ThreadSummary = null;
    }

    public ValueTask<User> CreateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        Users.Add(userId)
            ? new(UserOf(userId, fields))
            : throw BatchServiceException.Invalid(ErrorCodes.AlreadyExists, $"user already exists with user_id: {userId}");

    public ValueTask<User> GetUserAsync(ProjectId project, string userId, CancellationToken cancellationToken)
    {
        Asked.Add(userId);
        return new(UserOf(userId, new UserFields()));
    }

    public ValueTask<User> UpdateUserAsync(ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        new(UserOf(userId, fields));

    public ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new UserPage([UserOf("u/1", new UserFields())], query.After is null ? 7 : null));
    }

    public ValueTask<ThreadPage> ListThreadsAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new ThreadPage([ThreadOf("t/1", "u/1")], query.After is null ? 7 : null));
    }

    public ValueTask DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) => default;

    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken) => new(ThreadOf(threadId, userId));

    public ValueTask DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken) => default;

    public ValueTask<ThreadMessages> GetMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new ThreadMessages(ThreadOf(threadId, "u1"), [Episode], 5));
    }

    public ValueTask<ThreadSummary> GetSummaryAsync(ProjectId project, string threadId, CancellationToken cancellationToken) => new(new ThreadSummary
    {
        Thread = ThreadOf(threadId, "u"),
        Text = ThreadSummary,
        CreatedAt = ThreadSummary is null ? null : FakeService.Now,
        UpdatedAt = ThreadSummary is null ? null : FakeService.Now,
        LastMessageAt = ThreadSummary is null ? null : FakeService.Now,
    });

    public async ValueTask<IReadOnlyList<ThreadSummary>> ListSummariesAsync(
        ProjectId project, GraphTarget target, Guid? after, int limit, CancellationToken cancellationToken)
    {
        Queries.Add((target, after, limit));
        return ThreadSummary is null ? [] : [await GetSummaryAsync(project, "t/1", cancellationToken)];
    }

    public ValueTask<Guid> SummarizeAsync(ProjectId project, string threadId, Guid taskId, CancellationToken cancellationToken)
    {
        Asked.Add(threadId);
        return new(taskId);
    }

    public ValueTask<IReadOnlyList<MemoryThread>> GetUserThreadsAsync(
        ProjectId project, string userId, CancellationToken cancellationToken) => new([ThreadOf("t/1", userId)]);

    public ValueTask<Episode> UpdateMetadataAsync(
        ProjectId project, Guid episodeUuid, JsonText metadata, CancellationToken cancellationToken) => new(Episode with { Metadata = metadata });

    public ValueTask<Graph> CreateGraphAsync(ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        new(GraphOf(graphId));

    public ValueTask<Graph> GetGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken)
    {
        Asked.Add(graphId);
        return new(GraphOf(graphId));
    }

    public ValueTask<Graph> UpdateGraphAsync(ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        new(GraphOf(graphId));

    public ValueTask DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) => default;

    public ValueTask<GraphPage> ListGraphsAsync(ProjectId project, GraphQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new GraphPage([GraphOf("g1")], 9));
    }

    public ValueTask<Episode> GetEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) => new(Episode);

    public ValueTask<IReadOnlyList<Episode>> GetLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken)
    {
        Queries.Add((target, last));
        return new([Episode]);
    }

    public ValueTask<EpisodePage> ListEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new EpisodePage([Episode], NextCursor));
    }

    public ValueTask<EpisodeMentions> GetMentionsAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        new(new EpisodeMentions([Node], [Edge], Truncated));

    public ValueTask DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<Episode>> GetDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken)
    {
        Asked.Add(documentId);
        return new([Episode]);
    }

    private static User UserOf(string id, UserFields fields) => new()
    {
        UserId = id,
        Uuid = Guid.Empty,
        GraphUuid = Guid.Empty,
        ProjectUuid = Guid.Empty,
        Email = fields.Email,
        Metadata = fields.Metadata,
        CreatedAt = FakeService.Now,
        UpdatedAt = FakeService.Now,
    };

    private static MemoryThread ThreadOf(string id, string userId) => new()
    {
        ThreadId = id,
        Uuid = Guid.Empty,
        UserId = userId,
        UserUuid = Guid.Empty,
        ProjectUuid = Guid.Empty,
        CreatedAt = FakeService.Now,
        GraphUuid = Guid.Empty,
    };

    private static Graph GraphOf(string id) => new()
    {
        GraphId = id,
        Uuid = Guid.Empty,
        ProjectUuid = Guid.Empty,
        CreatedAt = FakeService.Now,
        UpdatedAt = FakeService.Now,
    };
}
