namespace Orleans.Batch.Gateway.Tests;

/// <summary>The service behind the gateway in these tests: it records what it gets, and applies no rules.</summary>
internal sealed partial class FakeService : IBatchClient, IProjectAuthenticator, IServiceHealth
{
    public const string Key = "test-key-canary-7f3a";

    public static readonly ProjectId Project = new(7);

    private int _authentications;

    public static readonly DateTimeOffset Now = new(2026, 10, 10, 8, 0, 0, TimeSpan.FromHours(2));

    public List<NewBatch> Created { get; } = [];

    /// <summary>The keys of the calls that create, fill and start a batch.</summary>
    public List<IdempotencyKey?> Keys { get; } = [];

    public List<NewBatchItem> Added { get; } = [];

    public List<object> Queries { get; } = [];

    public List<Guid> Deleted { get; } = [];

    public int Authentications => Volatile.Read(ref _authentications);

    /// <summary>Keys are checked when it completes; null checks them at once.</summary>
    public TaskCompletionSource? Evaluation { get; set; }

    /// <summary>The exception of looking up a key.</summary>
    public Exception? KeyFault { get; set; }

    /// <summary>The number of lookups until it no longer throws.</summary>
    public int KeyFaults { get; set; } = int.MaxValue;

    public Exception? Fault { get; set; }

    public bool Replay { get; set; }

    public IReadOnlyList<string> NotReady { get; set; } = [];

    public Guid BatchId { get; } = Guid.Parse("0f6e0000-0000-7000-8000-000000000000");

    public BatchSummary Summary => new()
    {
        BatchId = BatchId,
        Status = Ended ? BatchStatus.Succeeded : BatchStatus.Draft,
        ItemCount = Added.Count,
        Metadata = Created.LastOrDefault()?.Metadata,
        IgnoreRoles = Created.LastOrDefault()?.IgnoreRoles,
        Extraction = ExtractionMode.StoreOnly,
        CreatedAt = Now,
        UpdatedAt = Now,
        Progress = new BatchProgress { TotalItems = Added.Count },
        Proposal = Proposal,
        CompletedAt = Proposal is null ? null : Now,
    };

    /// <summary>What the batch proposes, which has then ended; null for none.</summary>
    public FactProposal? Proposal { get; set; }

    public void Reset()
    {
        Extractions.Clear();
        Created.Clear();
        Keys.Clear();
        Added.Clear();
        Queries.Clear();
        Deleted.Clear();
        Ended = false;
        Proposal = null;
        _authentications = 0;
        Evaluation = null;
        (KeyFault, KeyFaults) = (null, int.MaxValue);
        Fault = null;
        Replay = false;
        NotReady = [];
    }

    public async ValueTask<ProjectId?> AuthenticateAsync(string secret, CancellationToken cancellationToken)
    {
        var count = Interlocked.Increment(ref _authentications);
        await (Evaluation?.Task ?? Task.CompletedTask);
        if (KeyFault is { } fault && count <= KeyFaults)
        {
            throw fault;
        }

        return secret == Key ? Project : null;
    }

    public ValueTask<IReadOnlyList<string>> GetReasonsNotReadyAsync(CancellationToken cancellationToken) => new(NotReady);

    public ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Keys.Add(key);
        Created.Add(batch);
        return new(new IdempotentResult<BatchSummary>(Summary, Replay));
    }

    public ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Queries.Add(query);
        return new(new BatchPage([Summary], 42));
    }

    public ValueTask<BatchSummary> GetAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return batchId == BatchId ? new(Summary) : throw BatchServiceException.NotFound("batch", batchId.ToString());
    }

    public ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Deleted.Add(batchId);
        return default;
    }

    public ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Queries.Add(query);
        return new(new BatchItemPage([], null));
    }

    public IReadOnlyList<int> AlreadyLoaded { get; set; } = [];

    public IReadOnlyList<Guid> HeldInDrafts { get; set; } = [];

    public ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project, Guid batchId, IReadOnlyList<NewBatchItem> items, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Keys.Add(key);
        var first = Added.Count;
        Added.AddRange(items);
        var answer = items.Select((item, i) => new BatchItem
        {
            ItemId = BatchItemId.Create(batchId, first + i),
            Kind = item.Kind,
            Status = ItemStatus.Pending,
            SequenceIndex = first + i,
            EpisodeUuid = BatchId,
            GraphId = item.GraphId,
            UserId = item.UserId,
            ThreadId = item.ThreadId,
            DocumentId = item.DocumentId,
            CreatedAt = Now,
            UpdatedAt = Now,
        }).ToArray();
        return new(new IdempotentResult<AddedBatchItems>(new(answer) { AlreadyLoaded = AlreadyLoaded, HeldInDrafts = HeldInDrafts }, Replay));
    }

    public ValueTask<IdempotentResult<BatchSummary>> ProcessAsync(
        ProjectId project, Guid batchId, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Keys.Add(key);
        return new(new IdempotentResult<BatchSummary>(Summary, Replay));
    }

    private void ThrowIfAsked()
    {
        if (Fault is not null)
        {
            throw Fault;
        }
    }
}
