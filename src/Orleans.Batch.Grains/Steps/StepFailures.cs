namespace Orleans.Batch.Grains.Steps;

/// <summary>
/// Which failed steps are worth a line: when the store is away, thousands of steps fail for one reason, again and again.
/// For each reason, which is the type of the exception at its root, there is a line each ten seconds at most.
/// </summary>
internal sealed class StepFailures(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>After so long without a failure for a reason it counts as a new one.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Type, Reason> _reasons = [];
    private readonly Lock _gate = new();

    /// <summary>Takes one down.</summary>
    /// <param name="failure">Why a step failed.</param>
    /// <returns>
    /// How many failed for this reason since its last line, with this one, and whether it is a new one; null where there is
    /// to be no line.
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
