namespace Orleans.Batch.Webhooks;

/// <summary>
/// When a failed message is tried again: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, eight
/// attempts in all. Each pause is stretched by a random 0 to 20 %, so that messages that failed together are not repeated together.
/// </summary>
public static class RetrySchedule
{
    /// <summary>The maximum extension of a pause, as a share of it.</summary>
    public const double Jitter = 0.2;

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(10),
    ];

    /// <summary>How many attempts a message gets.</summary>
    public static int Attempts => Pauses.Length + 1;

    /// <summary>The pause after a failed attempt; null when it was the last.</summary>
    /// <param name="attempt">Which attempt failed, from 1.</param>
    /// <param name="retryAfter">
    /// The receiver's Retry-After (429 or 503), null without one. It can only lengthen a pause.
    /// </param>
    /// <param name="cap">The maximum accepted value of <paramref name="retryAfter"/>.</param>
    /// <param name="chance">A random number in [0, 1).</param>
    public static TimeSpan? PauseAfter(int attempt, TimeSpan? retryAfter, TimeSpan cap, double chance)
    {
        if (attempt >= Attempts)
        {
            return null;
        }

        var pause = Pauses[Math.Max(attempt, 1) - 1];
        var asked = retryAfter is { } wish && wish > TimeSpan.Zero ? (wish < cap ? wish : cap) : TimeSpan.Zero;
        return (asked > pause ? asked : pause) * (1 + (Jitter * chance));
    }
}
