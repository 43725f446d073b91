using Microsoft.Extensions.Options;
using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Steps;

/// <summary>
/// Runs the steps of this silo's grains on the thread pool, with a limit per kind. A grain awaits its steps within a
/// request, so that Orleans does not deactivate it during one; the runner adds what all grains of the silo share: limits,
/// pauses after failures, their log, and the end.
/// </summary>
internal sealed partial class StepRunner : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<WorkKind, (IWorkStep Step, SemaphoreSlim Slots)> _kinds;
    private readonly StepOptions _options;
    private readonly RolePresence _roles;
    private readonly StepFailures _failures;
    private readonly Random _chance = new();
    private readonly ILogger _logger;
    private volatile bool _closed;

    public StepRunner(
        IEnumerable<IWorkStep> steps, IOptions<StepOptions> options, RolePresence roles, TimeProvider time, ILogger<StepRunner> logger)
    {
        (_options, _roles, _logger) = (options.Value, roles, logger);
        _failures = new StepFailures(time);
        _kinds = steps.ToDictionary(s => s.Kind, s => (s, new SemaphoreSlim(_options.MaxSteps(s.Kind))));
    }

    /// <summary>Whether steps may begin; false once the silo stops.</summary>
    public bool IsOpen => !_closed;

    /// <summary>
    /// Runs steps on the thread pool. They belong to no caller: the request that woke a grain does not become the parent of their
    /// spans.
    /// </summary>
    public static Task<T> OffGrainAsync<T>(Func<Task<T>> steps)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(steps);
        }
    }

    /// <summary>Runs one step.</summary>
    /// <param name="key">The key of the step.</param>
    /// <param name="failures">How many of the key's steps have failed in a row before it.</param>
    public async Task<StepOutcome> RunAsync(WorkKey key, int failures)
    {
        try
        {
            if (!_kinds.TryGetValue(key.Kind, out var kind))
            {
                return new StepOutcome(StepResult.Idle, 0);
            }

            var (step, slots) = kind;
            await slots.WaitAsync(_stopped.Token);
            try
            {
                return new StepOutcome(await step.StepAsync(key.Key, _stopped.Token), 0);
            }
            finally
            {
                slots.Release();
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            return new StepOutcome(StepResult.More, failures);
        }
        catch (Exception e)
        {
            // The work still exists: it is retried until it succeeds.
            var outcome = new StepOutcome(StepResult.Later(Backoff(failures)), failures + 1);
            Report(e, key, outcome);
            return outcome;
        }
    }

    /// <summary>Whether remaining work of a grain can continue now: in this silo, or, while it stops, in another of the role.</summary>
    public bool HasSuccessor(WorkKind kind, DeactivationReason reason) =>
        reason.ReasonCode != DeactivationReasonCode.ShuttingDown || _roles.Count(kind.Role()) > 1;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(StepRunner), ServiceLifecycleStage.Active, static _ => Task.CompletedTask, CloseAsync);

    public void Dispose()
    {
        _stopped.Dispose();
        foreach (var (_, slots) in _kinds.Values)
        {
            slots.Dispose();
        }
    }

    // Orleans deactivates the grains after this method, which waits for the steps in flight.
    private Task CloseAsync(CancellationToken cancellationToken)
    {
        _closed = true;
        _stopped.CancelAfter(cancellationToken.IsCancellationRequested ? TimeSpan.Zero : _options.StopTimeout);
        return Task.CompletedTask;
    }

    private void Report(Exception failure, WorkKey key, StepOutcome outcome)
    {
        Telemetry.StepFailures.Add(1, new KeyValuePair<string, object?>("kind", key.Kind.ToString()));
        switch (_failures.Note(failure))
        {
            case { IsNew: true }:
                LogStepFailed(failure, key.Kind, key.Key, outcome.Failures, outcome.Result.After.GetValueOrDefault());
                break;
            case { } line:
                LogStepsFail(line.Count, key.Kind, key.Key, outcome.Failures, failure.GetBaseException().Message);
                break;
            default:
                break;
        }
    }

    // Exponential with jitter in the upper half, so that thousands of graphs do not retry at the same moment.
    private TimeSpan Backoff(int failures)
    {
        var ceiling = Math.Min(LongestBackoff.Ticks, FirstBackoff.Ticks << Math.Min(failures, 10));
        lock (_chance)
        {
            return TimeSpan.FromTicks((ceiling / 2) + _chance.NextInt64(ceiling / 2));
        }
    }

    [LoggerMessage(
        3011, LogLevel.Warning, "A step of the {Kind} {Key} failed for the {Failures}. time in a row; it is tried again in {Backoff}")]
    private partial void LogStepFailed(Exception e, WorkKind kind, long key, int failures, TimeSpan backoff);

    [LoggerMessage(
        3012,
        LogLevel.Warning,
        "{Count} more {Kind} steps failed for the same kind of reason, the last of them of the key {Key}, for the {Failures}. time in a row: {Reason}")]
    private partial void LogStepsFail(int count, WorkKind kind, long key, int failures, string reason);
}
