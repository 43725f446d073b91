namespace Orleans.Batch.Models;

/// <summary>How one attempt on a window, or on summaries, went.</summary>
/// <param name="HasMoved">Whether it has ended, or has changed and can be tried again at once.</param>
/// <param name="Wait">How long until it is worth another attempt.</param>
internal readonly record struct WindowOutcome(bool HasMoved, TimeSpan Wait)
{
    /// <summary>It has ended, or has changed.</summary>
    public static WindowOutcome Moved => new(true, TimeSpan.Zero);

    /// <summary>It is as it was.</summary>
    public static WindowOutcome After(TimeSpan wait) => new(false, wait);
}
