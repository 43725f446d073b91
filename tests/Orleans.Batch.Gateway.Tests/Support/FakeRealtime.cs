namespace Orleans.Batch.Gateway.Tests;

/// <summary>Accepts all live writes and records them.</summary>
internal sealed class FakeRealtime : IRealtimeClient
{
    public static readonly Guid TaskId = Guid.Parse("22222222-2222-7222-8222-222222222222");

    public static readonly Guid Uuid = Guid.Parse("33333333-3333-7333-8333-333333333333");

    public List<NewEpisode> Episodes { get; } = [];

    public List<(string Thread, IReadOnlyList<NewMessage> Messages, IReadOnlyList<RoleType> IgnoreRoles)> Calls { get; } = [];

    public List<IdempotencyKey?> Keys { get; } = [];

    /// <summary>Whether all calls are repetitions.</summary>
    public bool Replay { get; set; }

    public IngestTask Task { get; set; } = Pending;

    /// <summary>Other tasks, which have ended.</summary>
    public HashSet<Guid> Ended { get; } = [];

    public static IngestTask Pending => new()
    {
        TaskId = TaskId,
        Type = IngestTaskType.AddEpisode,
        Status = IngestTaskStatus.Pending,
        Items = 1,
        ItemsEnded = 0,
        CreatedAt = FakeService.Now,
    };

    public void Reset()
    {
        Episodes.Clear();
        Calls.Clear();
        Keys.Clear();
        Replay = false;
        Task = Pending;
    }

    public ValueTask<IdempotentResult<AcceptedEpisode>> AddEpisodeAsync(
        ProjectId project, NewEpisode episode, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        Episodes.Add(episode);
        Keys.Add(key);
        var accepted = new AcceptedEpisode(
            new Episode
            {
                Uuid = Uuid,
                Content = episode.Content,
                CreatedAt = episode.CreatedAt ?? FakeService.Now,
                Processed = false,
                Source = (EpisodeSource)episode.DataType,
                Metadata = episode.Metadata,
                DocumentId = episode.DocumentId,
                SourceDescription = episode.SourceDescription,
            },
            TaskId);
        return new(new IdempotentResult<AcceptedEpisode>(accepted, Replay));
    }

    public ValueTask<IdempotentResult<AcceptedMessages>> AddMessagesAsync(
        ProjectId project,
        string threadId,
        IReadOnlyList<NewMessage> messages,
        IReadOnlyList<RoleType> ignoreRoles,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        Calls.Add((threadId, messages, ignoreRoles));
        Keys.Add(key);
        return new(new IdempotentResult<AcceptedMessages>(new AcceptedMessages([.. messages.Select(_ => Uuid)], TaskId), Replay));
    }

    public ValueTask<IngestTask> GetTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken) =>
        taskId == TaskId ? new(Task) : Ended.Contains(taskId) ? new(Pending with { TaskId = taskId, Status = IngestTaskStatus.Succeeded }) : throw BatchServiceException.NotFound("task", taskId.ToString());
}
