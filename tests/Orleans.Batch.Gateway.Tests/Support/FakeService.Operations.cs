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
}
