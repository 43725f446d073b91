namespace Orleans.Batch.Gateway.Tests;

internal sealed partial class FakeService
{
    public ValueTask<CancelResult> CancelAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return new(new CancelResult(Summary with { CancelRequestedAt = Now }, Repeated: Replay));
    }

    public ValueTask<BatchSummary> PauseAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return new(Summary with { PausedAt = Now });
    }

    public ValueTask<BatchSummary> ResumeAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return new(Summary);
    }

    public List<RetrySelection> Retries { get; } = [];

    public ValueTask<IdempotentResult<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Retries.Add(selection);
        return new(new IdempotentResult<BatchSummary>(Summary with { RetryOf = batchId }, Replay));
    }

    public List<ExtractionSelection> Extractions { get; } = [];

    public ValueTask<BatchSummary> ExtractAsync(
        ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Extractions.Add(episodes);
        return new(Summary with { ExtractsStored = true });
    }

    public ValueTask<FactChangePage> ListFactChangesAsync(
        ProjectId project, Guid batchId, FactChangeQuery query, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Queries.Add(query);
        var before = new ExtractedFact { Subject = "Ann", Name = "LIKES", Object = "Tea", Fact = "Ann likes Tea", ValidAt = Now };
        return new(new FactChangePage(
            [
                new FactChange
                {
                    Change = FactChangeKind.Changed, EpisodeUuid = batchId, GraphUuid = batchId, Before = before,
                    After = before with { Object = null, Value = new JsonText("7"), Fact = "Ann likes 7" },
                },
            ],
            9));
    }

    public ValueTask<BatchSummary> ApplyProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return new(Summary with { Proposal = new FactProposal { State = ProposalState.Applying, Episodes = 3, ApplyRequestedAt = Now } });
    }

    public ValueTask<BatchSummary> DiscardProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return new(Summary with { Proposal = new FactProposal { State = ProposalState.Discarded, Episodes = 3, EndedAt = Now } });
    }

    public ValueTask<BatchSummary> SetCapsAsync(
        ProjectId project, Guid batchId, ModelCaps caps, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Caps = caps;
        return new(Summary);
    }

    public ModelCaps? Caps { get; private set; }

    public List<ItemChanges> Changes { get; } = [];

    public ValueTask<BatchItemRecord> GetItemAsync(
        ProjectId project, Guid batchId, Guid itemId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return new(new BatchItemRecord(
            new BatchItem
            {
                ItemId = itemId, Kind = ItemKind.GraphEpisode, Status = ItemStatus.Pending, SequenceIndex = 0, EpisodeUuid = batchId,
                CreatedAt = Now, UpdatedAt = Now,
            },
            new NewBatchItem { Kind = ItemKind.GraphEpisode, GraphId = "g", DataType = DataType.Text, Content = "x" }));
    }

    public ValueTask<BatchItemRecord> ChangeItemAsync(
        ProjectId project, Guid batchId, Guid itemId, ItemChanges changes, CancellationToken cancellationToken)
    {
        Changes.Add(changes);
        return GetItemAsync(project, batchId, itemId, cancellationToken);
    }

    public ValueTask<BatchValidation> ValidateAsync(
        ProjectId project, Guid batchId, ValidationQuery query, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Queries.Add(query);
        return new(new BatchValidation(
            false, 2, 1, [new Problem(3, "graph_id", ErrorCodes.GraphNotFound, "graph not found: g")], [], 1));
    }
}
