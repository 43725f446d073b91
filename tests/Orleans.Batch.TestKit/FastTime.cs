namespace Orleans.Batch.TestKit;

/// <summary>A clock that runs the given number of times faster than the real one.</summary>
public sealed class FastTime(int times) : TimeProvider
{
    public override long GetTimestamp() => base.GetTimestamp() * times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Faster(dueTime), Faster(period));

    private TimeSpan Faster(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / times;
}
