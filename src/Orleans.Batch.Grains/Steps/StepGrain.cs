using System.Diagnostics;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Steps;

/// <summary>
/// A grain that works in steps, one after the other, within requests that it awaits: Orleans runs no two activations, and does not
/// deactivate one during a request. A wake-up during a step causes another step. A grain that ends before its work is done
/// wakes the next activation.
/// </summary>
internal abstract class StepGrain(WorkKind kind, StepRunner runner, RunningWork running) : Grain, IWorkGrain
{
    // A deactivation waits for the request, and calls to the grain wait for the deactivation.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(2);

    private IGrainTimer? _timer;
    private int _failures;
    private bool _isUnfinished;

    private WorkKey Key => new(kind, this.GetPrimaryKeyLong());

    public async Task WakeAsync()
    {
        if (!runner.IsOpen)
        {
            _isUnfinished = true;
        }
        else if (UntilDue is var pause && pause > TimeSpan.Zero)
        {
            Continue(StepResult.Later(pause));
        }
        else if (running.TryBegin(Key) is { } steps)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _isUnfinished = true;
            var result = await RunAsync(steps);
            Continue(result);
            if (result.After is { } after)
            {
                await OnPauseAsync(after);
            }
        }
    }

    /// <summary>How long a wake-up has no effect yet; zero or less: a wake-up causes a step.</summary>
    protected virtual TimeSpan UntilDue => TimeSpan.Zero;

    /// <summary>Called when the last step requested a pause, which has begun.</summary>
    protected virtual Task OnPauseAsync(TimeSpan pause) => Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_isUnfinished && runner.HasSuccessor(kind, reason))
        {
            // The call carries no data; if it is lost, the sweep finds the work.
            _ = GrainFactory.Grain(Key).WakeAsync();
        }

        return Task.CompletedTask;
    }

    /// <returns>What follows the last step.</returns>
    private async Task<StepResult> RunAsync(RunningSteps steps)
    {
        var began = Stopwatch.GetTimestamp();
        StepResult result;
        do
        {
            steps.Begin();
            (result, _failures) = await StepRunner.OffGrainAsync(() => runner.RunAsync(Key, _failures));
        }
        while (runner.IsOpen && _failures == 0 && (result.Again || !steps.TryEnd()) && Stopwatch.GetElapsedTime(began) < LongestRequest);

        // The next step does the work requested meanwhile, at any later time.
        if (steps.End() && _failures == 0)
        {
            result = StepResult.More;
        }

        running.Forget(Key, steps);
        return result;
    }

    private void Continue(StepResult result)
    {
        _isUnfinished = result != StepResult.Idle;
        if (!_isUnfinished || !runner.IsOpen)
        {
            return;
        }

        var pause = result.After ?? TimeSpan.Zero;
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(
                _ => WakeAsync(),
                new GrainTimerCreationOptions(pause, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        }
        else
        {
            _timer.Change(pause, Timeout.InfiniteTimeSpan);
        }
    }
}
