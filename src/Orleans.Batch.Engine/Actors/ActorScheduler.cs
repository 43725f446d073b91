using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Actors;

/// <summary>
/// Runs the steps of all actors of one kind: at most one at a time per key, at most so many in all, in the order of
/// the wake-ups. An actor that is not waiting or running takes no memory.
/// </summary>
internal sealed partial class ActorScheduler(
    IActorStep behaviour, int maxSteps, TimeProvider time, Random chance, ILogger logger, CancellationToken stopping)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Activation> _activations = [];
    private readonly Queue<Activation> _ready = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _closed;

    /// <summary>Asks for a step of an actor.</summary>
    public void Wake(long key)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (!_activations.TryGetValue(key, out var activation))
            {
                activation = new Activation(key);
                _activations.Add(key, activation);
            }

            switch (activation.State)
            {
                case ActivationState.Running:
                    activation.WokenMeanwhile = true;
                    return;
                case ActivationState.Ready:
                    return;
                default:
                    MakeReady(activation);
                    break;
            }

            StartSteps();
        }
    }

    /// <summary>Begins no more steps; completes when those in flight have ended.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            _ready.Clear();
            if (_running == 0)
            {
                _drained.TrySetResult();
            }

            return _drained.Task;
        }
    }

    private void MakeReady(Activation activation)
    {
        activation.Timer?.Dispose();
        activation.Timer = null;
        activation.State = ActivationState.Ready;
        _ready.Enqueue(activation);
    }

    private void StartSteps()
    {
        while (_running < maxSteps && _ready.TryDequeue(out var activation))
        {
            _running++;
            activation.State = ActivationState.Running;

            // A step belongs to no caller: whoever happens to wake it must not become the parent of its spans.
            ThreadPool.UnsafeQueueUserWorkItem(
                static s => _ = s.Scheduler.RunAsync(s.Activation), (Scheduler: this, Activation: activation), preferLocal: false);
        }
    }

    private async Task RunAsync(Activation activation)
    {
        StepResult result;
        Exception? failure = null;
        try
        {
            result = await behaviour.StepAsync(activation.Key, stopping);
            activation.Failures = 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            result = StepResult.Idle;
        }
        catch (Exception e)
        {
            // Whatever went wrong, the work is still there: it is tried again until it succeeds.
            failure = e;
            result = StepResult.Later(Backoff(activation.Failures++));
        }

        var failures = activation.Failures;
        Finish(activation, result);

        // Only now: a log that cannot be written must not keep the step from being tried again.
        if (failure is not null)
        {
            Telemetry.StepFailures.Add(1, new KeyValuePair<string, object?>("kind", behaviour.Kind.ToString()));
            LogStepFailed(failure, behaviour.Kind, activation.Key, failures, result.After.GetValueOrDefault());
        }
    }

    private void Finish(Activation activation, StepResult result)
    {
        lock (_gate)
        {
            _running--;
            if (_closed)
            {
                if (_running == 0)
                {
                    _drained.TrySetResult();
                }

                return;
            }

            var woken = activation.WokenMeanwhile && activation.Failures == 0;
            activation.WokenMeanwhile = false;
            if (result.Again || woken)
            {
                MakeReady(activation);
            }
            else if (result.After is { } after)
            {
                activation.State = ActivationState.Waiting;
                activation.Timer = time.CreateTimer(
                    static state =>
                    {
                        var (scheduler, key) = ((ActorScheduler, long))state!;
                        scheduler.Wake(key);
                    },
                    (this, activation.Key),
                    after,
                    Timeout.InfiniteTimeSpan);
            }
            else
            {
                _activations.Remove(activation.Key);
            }

            StartSteps();
        }
    }

    // Exponential with full jitter in the upper half, so that thousands of graphs do not come back at one moment.
    private TimeSpan Backoff(int failures)
    {
        var ceiling = Math.Min(LongestBackoff.Ticks, FirstBackoff.Ticks << Math.Min(failures, 10));
        lock (chance)
        {
            return TimeSpan.FromTicks((ceiling / 2) + chance.NextInt64(ceiling / 2));
        }
    }

    private sealed class Activation(long key)
    {
        public long Key { get; } = key;

        public ActivationState State { get; set; }

        public bool WokenMeanwhile { get; set; }

        public int Failures { get; set; }

        public ITimer? Timer { get; set; }
    }

    private enum ActivationState
    {
        Waiting,
        Ready,
        Running,
    }
}
