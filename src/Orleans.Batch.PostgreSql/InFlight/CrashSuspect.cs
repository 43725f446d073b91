namespace Orleans.Batch.PostgreSql.InFlight;

/// <summary>Records that a lane's, or a live queue's, next items were in flight when a host died.</summary>
/// <param name="Adoptions">How often so far.</param>
/// <param name="Until">The first position that was not in flight.</param>
internal sealed record CrashSuspect(int Adoptions, long Until)
{
    /// <summary>From this number of adoptions on, nothing else is in flight with the item: the next crash is attributed to it.</summary>
    private const int AloneFrom = 2;

    /// <summary>At this number of adoptions the item is quarantined: two of them alone, since one could be a chance kill.</summary>
    public const int QuarantineAt = 4;

    /// <summary>How carefully the item at a position must be run.</summary>
    public static SuspicionLevel GetLevel(CrashSuspect? suspect, long position) =>
        suspect is null || position >= suspect.Until ? SuspicionLevel.None
        : suspect.Adoptions >= AloneFrom ? SuspicionLevel.Alone
        : SuspicionLevel.OneByOne;

    /// <summary>The message about a quarantined item.</summary>
    /// <param name="what">Such as "item".</param>
    public static string Reason(string what) =>
        $"the process died each time this {what} was worked on, so it was quarantined; look at its content before sending it again";
}

/// <summary>How carefully the next item of a lane, or of a live queue, is run.</summary>
internal enum SuspicionLevel
{
    /// <summary>In chunks, as usual.</summary>
    None,

    /// <summary>Alone in its lane or queue.</summary>
    OneByOne,

    /// <summary>With nothing else in flight in its host.</summary>
    Alone,
}
