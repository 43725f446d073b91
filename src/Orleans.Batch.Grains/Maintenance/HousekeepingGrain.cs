using Microsoft.Extensions.Options;
using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Maintenance;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Maintenance;

/// <inheritdoc cref="IHousekeepingGrain"/>
[GrainType("orleans-batch.housekeeping")]
[SiloRole(SiloRoles.Batch)]
internal sealed partial class HousekeepingGrain(
    StepRunner runner,
    RunningWork running,
    [PersistentState("housekeeping", PrivateState.StorageName)] IPersistentState<HousekeepingSchedule> schedule,
    IOptions<HousekeepingOptions> options,
    TimeProvider time,
    ILogger<HousekeepingGrain> logger) : StepGrain(WorkKind.Housekeeping, runner, running), IHousekeepingGrain
{
    /// <inheritdoc/>
    protected override TimeSpan UntilDue
    {
        get
        {
            // More than an interval: the clock was set back, or the interval was shortened.
            var until = schedule.State.NextAt - time.GetUtcNow();
            return until <= options.Value.Interval ? until : TimeSpan.Zero;
        }
    }

    /// <inheritdoc/>
    protected override async Task OnPauseAsync(TimeSpan pause)
    {
        if (pause < options.Value.Interval)
        {
            return; // during a round, or after a failure
        }

        try
        {
            schedule.State.NextAt = time.GetUtcNow() + pause;
            await schedule.WriteStateAsync();
        }
        catch (Exception e)
        {
            // An extra round does no harm. A schedule that another activation has written meanwhile is read again.
            LogNotWritten(e);
            DeactivateOnIdle();
        }
    }

    [LoggerMessage(3061, LogLevel.Warning, "When housekeeping is next due could not be written")]
    private partial void LogNotWritten(Exception e);
}
