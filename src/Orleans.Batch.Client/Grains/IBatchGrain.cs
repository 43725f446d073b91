using Orleans.Concurrency;

namespace Orleans.Batch.Client;

/// <summary>
/// One batch, by its internal key: coordinates it, and handles its lifecycle. On silos of the role <c>batch</c>. Callers
/// prove their project with an API key; <see cref="BatchClientServiceCollectionExtensions.AddBatchClient"/> adds it.
/// </summary>
[Alias("orleans-batch.batch.v1")]
public interface IBatchGrain : IWorkGrain
{
    /// <summary>The batch with its counts.</summary>
    [ReadOnly]
    [AlwaysInterleave]
    ValueTask<BatchSummary> GetAsync(ProjectId project, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ProcessAsync"/>
    ValueTask<IdempotentResult<BatchSummary>> ProcessAsync(
        ProjectId project, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.CancelAsync"/>
    [AlwaysInterleave]
    ValueTask<CancelResult> CancelAsync(ProjectId project, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.PauseAsync"/>
    ValueTask<BatchSummary> PauseAsync(ProjectId project, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ResumeAsync"/>
    ValueTask<BatchSummary> ResumeAsync(ProjectId project, CancellationToken cancellationToken);
}
