using Orleans.Batch.Grains.Settings;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// Finds unfinished work of one part of all keys and wakes it: when a silo has joined or left, and by a reminder for work whose
/// wake-up was lost otherwise. Runs on any silo: without silos of a role, its work is found and waits.
/// </summary>
[GrainType("orleans-batch.sweep")]
internal sealed partial class SweepGrain(
    [PersistentState("sweep", PrivateState.StorageName)] IPersistentState<SweepMark> mark,
    IEnumerable<IUnfinishedWork> unfinished,
    IWakeups wakeups,
    ClusterSettings settings,
    TimeProvider time,
    ILogger<SweepGrain> logger) : Grain, ISweepGrain, IRemindable
{
    private const string Alarm = "sweep";
    private const int AtOnce = 1_000;

    // The minimum that Orleans allows. The first call after a silo's end comes from the ClusterMonitor.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    // This grain reports missing reminder ticks: no other component detects them.
    private static readonly TimeSpan Silence = 5 * Period;

    private bool _sweeping;
    private bool _again;

    public Task ArmAsync() => this.RegisterOrUpdateReminder(Alarm, Period, Period);

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (mark.RecordExists && time.GetUtcNow() - mark.State.SweptAt is var silent && silent > Silence)
        {
            LogSilent(this.GetPrimaryKeyLong(), silent);
        }

        return SweepAsync();
    }

    public async Task SweepAsync()
    {
        if (_sweeping)
        {
            _again = true;
            return;
        }

        _sweeping = true;
        try
        {
            do
            {
                _again = false;
                await OnceAsync();
            }
            while (_again);
        }
        catch (Exception e)
        {
            // The next sweep finds the same work. A mark that another activation wrote meanwhile is read again.
            LogSweepFailed(e, this.GetPrimaryKeyLong());
            DeactivateOnIdle();
        }
        finally
        {
            _sweeping = false;
        }
    }

    private async Task OnceAsync()
    {
        var woken = 0;
        var found = new List<WorkKey>();
        foreach (var source in unfinished)
        {
            await foreach (var id in source.ScanAsync((int)this.GetPrimaryKeyLong(), settings.SweepShards, CancellationToken.None))
            {
                found.Add(id);
                woken++;
                if (found.Count == AtOnce)
                {
                    await wakeups.WakeAsync(found.ToArray(), CancellationToken.None);
                    found.Clear();
                }
            }
        }

        await wakeups.WakeAsync(found.ToArray(), CancellationToken.None);
        mark.State.SweptAt = time.GetUtcNow();
        mark.State.Woken = woken;
        await mark.WriteStateAsync();
    }

    [LoggerMessage(3021, LogLevel.Warning, "Looking for unfinished work in part {Shard} failed; it is tried again")]
    private partial void LogSweepFailed(Exception e, long shard);

    [LoggerMessage(3022, LogLevel.Warning, "Part {Shard} was not searched for unfinished work for {Silent}: reminders did not come")]
    private partial void LogSilent(long shard, TimeSpan silent);
}
