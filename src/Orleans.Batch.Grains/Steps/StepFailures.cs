namespace Orleans.Batch.Grains.Steps;

/// <summary>
/// Decides which failed steps are logged: when the store is unavailable, thousands of steps fail for one reason, repeatedly.
/// For each reason, which is the type of the root exception, there is at most one line in ten seconds.
/// </summary>
internal sealed class StepFailures(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>A reason without a failure for this long counts as a new one.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Type, Reason> _reasons = [];
    private readonly Lock _gate = new();

    /// <summary>Records a failure.</summary>
    /// <param name="failure">Why a step failed.</param>
    /// <returns>
    /// How many failed for this reason since its last line, including this one, and whether the reason is new; null if nothing is
    /// to be logged.
    /// </returns>
    public (int Count, bool IsNew)? Note(Exception failure)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            var type = failure.GetBaseException().GetType();
            if (!_reasons.TryGetValue(type, out var reason) || time.GetElapsedTime(reason.FailedAt, now) > Forgotten)
            {
                _reasons[type] = new Reason { FailedAt = now, ToldAt = now };
                return (1, true);
            }

            reason.FailedAt = now;
            reason.Count++;
            if (time.GetElapsedTime(reason.ToldAt, now) < Pause)
            {
                return null;
            }

            var count = reason.Count;
            (reason.Count, reason.ToldAt) = (0, now);
            return (count, false);
        }
    }

    private sealed class Reason
    {
        public int Count { get; set; }

        public long FailedAt { get; set; }

        public long ToldAt { get; set; }
    }
}
