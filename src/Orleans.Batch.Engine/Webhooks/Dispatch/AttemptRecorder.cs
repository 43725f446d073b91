using Polly;
using Polly.Retry;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Records attempts, and tries again while the database is unavailable: an unrecorded attempt is made again, and the
/// receiver gets it twice.
/// </summary>
internal sealed class AttemptRecorder(IAttemptStore store, TimeProvider time)
{
    // About half a minute in all: the restart time of a database, and shorter than the lease of a delivery.
    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<TransientStoreException>(),
            MaxRetryAttempts = 10,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(5),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    public ValueTask RecordAsync(DueDelivery delivery, AttemptRecord attempt, CancellationToken stop) =>
        _pipeline.ExecuteAsync(cancellation => store.RecordAsync(delivery, attempt, cancellation), stop);
}
