namespace Orleans.Batch.Batches;

/// <summary>
/// When to record a batch's progress: once a second at most, and only when an item has ended since. A batch that ends
/// within a second, or that waits behind others, costs nothing.
/// </summary>
internal sealed class ProgressSampler
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private long? _sampledAt;
    private long _seenAt;
    private int _sampled;

    /// <summary>Whether to record it now.</summary>
    /// <param name="ended">How many items have ended.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stillUntil">How long ago it last showed no progress, if that lasted for longer than one poll.</param>
    public bool Wanted(int ended, TimeProvider time, out TimeSpan? stillUntil)
    {
        stillUntil = null;
        var now = time.GetTimestamp();
        if (_sampledAt is not { } last)
        {
            (_sampledAt, _seenAt, _sampled) = (now, now, ended);
            return false;
        }

        if (ended == _sampled)
        {
            _seenAt = now;
            return false;
        }

        if (time.GetElapsedTime(last, now) < Between)
        {
            return false;
        }

        stillUntil = _seenAt > last ? time.GetElapsedTime(_seenAt, now) : null;
        (_sampledAt, _seenAt, _sampled) = (now, now, ended);
        return true;
    }
}
