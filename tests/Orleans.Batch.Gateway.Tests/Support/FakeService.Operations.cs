namespace Orleans.Batch.Gateway.Tests;

internal sealed partial class FakeService
{
    public ValueTask<CancelAnswer> CancelAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        return new(new CancelAnswer(Summary with { CancelRequestedAt = Now }, Repeated: Replay));
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

    public ValueTask<Replayable<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Retries.Add(selection);
        return new(new Replayable<BatchSummary>(Summary with { RetryOf = batchId }, Replay));
    }

    public List<StoredEpisodes> Extractions { get; } = [];

    public ValueTask<BatchSummary> ExtractAsync(
        ProjectId project, StoredEpisodes episodes, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        Extractions.Add(episodes);
        return new(Summary with { ExtractsStored = true });
    }
}
