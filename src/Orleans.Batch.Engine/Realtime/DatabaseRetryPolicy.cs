using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace Orleans.Batch.Realtime;

/// <summary>
/// Waits while the database restarts, so that a live write is delayed and not refused. A repeated attempt uses the same
/// ids, so that a commit whose answer was lost is recognized. Bounded in time and in the number of waiting calls.
/// </summary>
public sealed class DatabaseRetryPolicy
{
    private static readonly ResiliencePropertyKey<Wait> WaitKey = new("orleans_batch.wait");

    private readonly RealtimeOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _pipeline;
    private int _waiting;

    /// <summary>Creates the policy.</summary>
    public DatabaseRetryPolicy(IOptions<RealtimeOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is TransientStoreException fault && MayWait(args.Context, fault)),
                MaxRetryAttempts = int.MaxValue,
                Delay = TimeSpan.FromMilliseconds(20),
                MaxDelay = TimeSpan.FromMilliseconds(500),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .Build();
    }

    /// <summary>Runs a call that may be repeated.</summary>
    /// <exception cref="TransientStoreException">It has waited long enough, or too many wait; nothing was done.</exception>
    /// <exception cref="OutcomeUnknownException">The same, but one of the attempts may have been done.</exception>
    public async ValueTask<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var wait = new Wait(_time.GetTimestamp());
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(WaitKey, wait);
        try
        {
            return await _pipeline.ExecuteAsync(static (c, run) => run(c.CancellationToken), context, call);
        }
        catch (TransientStoreException) when (wait.Unknown is not null)
        {
            // That a later attempt was not done does not tell the outcome of that one.
            throw wait.Unknown;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
            if (wait.Counted)
            {
                Interlocked.Decrement(ref _waiting);
                Telemetry.RealtimeWaited.Record(_time.GetElapsedTime(wait.Begun).TotalSeconds);
            }
        }
    }

    private bool MayWait(ResilienceContext context, TransientStoreException fault)
    {
        var wait = context.Properties.GetValue(WaitKey, null!);
        wait.Unknown ??= fault as OutcomeUnknownException;
        if (_time.GetElapsedTime(wait.Begun) >= _options.MaxWait)
        {
            return false;
        }

        if (!wait.Counted)
        {
            wait.Counted = true;
            return Interlocked.Increment(ref _waiting) <= _options.MaxWaiting;
        }

        return true;
    }

    private sealed class Wait(long begun)
    {
        public long Begun { get; } = begun;

        public bool Counted { get; set; }

        public OutcomeUnknownException? Unknown { get; set; }
    }
}
