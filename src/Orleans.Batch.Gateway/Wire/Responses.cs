namespace Orleans.Batch.Gateway.Wire;

/// <summary>The response of a call that returns no data.</summary>
internal sealed record MessageResponse(string Message);

/// <summary>Whether the process can accept work.</summary>
internal sealed record HealthResponse(string Status, IReadOnlyList<string>? Reasons = null);

/// <summary>Episodes of a graph.</summary>
internal sealed record EpisodesResponse(IReadOnlyList<EpisodeResponse> Episodes);

/// <summary>An episode on the wire: <c>role</c> is the speaker's name.</summary>
internal sealed record EpisodeResponse(
    Guid Uuid,
    string Content,
    DateTimeOffset CreatedAt,
    bool Processed,
    EpisodeSource Source,
    string? SourceDescription,
    JsonText? Metadata,
    string? DocumentId,
    string? ThreadId,
    string? Role,
    RoleType? RoleType,
    double? Score)
{
    /// <summary>The task that ingests it; in responses of the calls that add.</summary>
    public Guid? TaskId { get; init; }

    /// <summary>Its rank among the episodes of the context, from 1; in raw results of auto.</summary>
    public int? SelectionRank { get; init; }

    public static EpisodeResponse From(Episode episode) => new(
        episode.Uuid,
        episode.Content,
        episode.CreatedAt,
        episode.Processed,
        episode.Source,
        episode.SourceDescription,
        episode.Metadata,
        episode.DocumentId,
        episode.ThreadId,
        episode.SpeakerName,
        episode.Role,
        episode.Score);

    public static EpisodeResponse[] OfAll(IReadOnlyList<Episode> episodes)
    {
        var answers = new EpisodeResponse[episodes.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = From(episodes[i]);
        }

        return answers;
    }
}

/// <summary>A message of a thread.</summary>
internal sealed record ThreadMessageResponse(
    Guid Uuid, RoleType Role, string Content, string? Name, DateTimeOffset CreatedAt, bool Processed, JsonText? Metadata)
{
    public static ThreadMessageResponse From(Episode episode) => new(
        episode.Uuid,
        episode.Role ?? RoleType.Norole,
        episode.Content,
        episode.SpeakerName,
        episode.CreatedAt,
        episode.Processed,
        episode.Metadata);
}

/// <summary>Messages of a thread, oldest first.</summary>
internal sealed record MessagesResponse(
    IReadOnlyList<ThreadMessageResponse> Messages,
    int RowCount,
    long TotalCount,
    DateTimeOffset ThreadCreatedAt,
    string UserId,
    Guid UserUuid);

/// <summary>A standalone graph. There is no separate group row here, so both identities are the graph's.</summary>
internal sealed record GraphResponse(
    string GraphId,
    Guid Uuid,
    Guid CanonicalGraphUuid,
    long Id,
    string? Name,
    string? Description,
    string? TimeZone,
    Guid ProjectUuid,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static GraphResponse From(Graph graph) => new(
        graph.GraphId,
        graph.Uuid,
        graph.Uuid,
        NumericId.FromUuid(graph.Uuid),
        graph.Name,
        graph.Description,
        graph.TimeZone,
        graph.ProjectUuid,
        graph.CreatedAt,
        graph.UpdatedAt);
}

/// <summary>A page of graphs.</summary>
internal sealed record GraphsResponse(
    IReadOnlyList<GraphResponse> Graphs, int PageNumber, int PageSize, int RowCount, long? TotalCount, string? NextCursor);

/// <summary>A page of users.</summary>
internal sealed record UsersResponse(IReadOnlyList<User> Users, int RowCount, long? TotalCount, string? NextCursor);

/// <summary>A page of threads.</summary>
internal sealed record ThreadsResponse(IReadOnlyList<MemoryThread> Threads, int ResponseCount, long? TotalCount, string? NextCursor);
