using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Actors;

/// <summary>
/// Runs the steps of all actors of one kind: at most one at a time per key, at most so many in all, in the order of
/// the wake-ups. An actor that is not waiting or running takes no memory. Steps run on the thread pool, whoever wakes.
/// </summary>
internal sealed partial class ActorScheduler(
    IActorStep behaviour, int maxSteps, TimeProvider time, Random chance, ILogger logger, CancellationToken stopping)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Activation> _activations = [];
    private readonly Queue<Activation> _ready = new();
    private readonly StepFailures _failures = new(time);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _closed;

    /// <summary>Asks for a step of an actor.</summary>
    /// <param name="key">The actor.</param>
    /// <param name="shell">What holds it here; null where nothing does.</param>
    public void Wake(long key, IActorShell? shell = null)
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

            if (shell is not null && activation.Shell != shell)
            {
                activation.Shell = shell;
                shell.Busy(new ActorId(behaviour.Kind, key));
            }

            Wake(activation);
        }
    }

    /// <summary>Asks for a step of an actor, if it has work here already.</summary>
    /// <returns>Whether it has.</returns>
    public bool TryWake(long key)
    {
        lock (_gate)
        {
            if (_closed || !_activations.TryGetValue(key, out var activation) || activation.Released is not null)
            {
                return false;
            }

            Wake(activation);
            return true;
        }
    }

    /// <summary>Begins no more steps of an actor, unless it is woken again.</summary>
    /// <returns>When its step in flight has ended: whether it had work, which is then not done.</returns>
    public Task<bool> ReleaseAsync(long key)
    {
        lock (_gate)
        {
            if (!_activations.TryGetValue(key, out var activation))
            {
                return Task.FromResult(false);
            }

            activation.Shell = null;
            if (activation.State == ActivationState.Running)
            {
                activation.WokenBefore = activation.WokenMeanwhile;
                activation.WokenMeanwhile = false;
                activation.Released ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                return activation.Released.Task;
            }

            activation.Timer?.Dispose();
            activation.State = ActivationState.Gone;
            _activations.Remove(key);
            return Task.FromResult(true);
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

    private void Wake(Activation activation)
    {
        switch (activation.State)
        {
            case ActivationState.Running:
                activation.WokenMeanwhile = true;
                break;
            case ActivationState.Waiting:
                MakeReady(activation);
                StartSteps();
                break;
            default:
                break;
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
            if (activation.State == ActivationState.Gone)
            {
                continue;
            }

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
            switch (_failures.Note(failure))
            {
                case { IsNew: true }:
                    LogStepFailed(failure, behaviour.Kind, activation.Key, failures, result.After.GetValueOrDefault());
                    break;
                case { } line:
                    LogStepsFail(line.Count, behaviour.Kind, activation.Key, failures, failure.GetBaseException().Message);
                    break;
                default:
                    break;
            }
        }
    }

    private void Finish(Activation activation, StepResult result)
    {
        lock (_gate)
        {
            _running--;
            var released = activation.Released;
            activation.Released = null;
            released?.TrySetResult(activation.WokenBefore || result != StepResult.Idle);
            if (_closed)
            {
                if (_running == 0)
                {
                    _drained.TrySetResult();
                }

                return;
            }

            var woken = activation.WokenMeanwhile && (activation.Failures == 0 || released is not null);
            activation.WokenMeanwhile = false;
            if (released is not null && !woken)
            {
                _activations.Remove(activation.Key);
                StartSteps();
                return;
            }

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
                        scheduler.TryWake(key);
                    },
                    (this, activation.Key),
                    after,
                    Timeout.InfiniteTimeSpan);
            }
            else
            {
                _activations.Remove(activation.Key);
                activation.Shell?.Idle(new ActorId(behaviour.Kind, activation.Key));
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

        public IActorShell? Shell { get; set; }

        /// <summary>Whether it was woken during the step in flight, before it was released.</summary>
        public bool WokenBefore { get; set; }

        /// <summary>Set while a step is in flight that is to be the last one here.</summary>
        public TaskCompletionSource<bool>? Released { get; set; }

        public int Failures { get; set; }

        public ITimer? Timer { get; set; }
    }

    private enum ActivationState
    {
        Waiting,
        Ready,
        Running,
        Gone,
    }
}
