namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>That a lane's, or a live queue's, next items were in flight when a host died.</summary>
/// <param name="Adoptions">How often so far.</param>
/// <param name="Until">The first position that was not.</param>
internal sealed record CrashSuspect(int Adoptions, long Until)
{
    /// <summary>From so many adoptions on, nothing else is in flight beside the item: the next crash is about it.</summary>
    private const int AloneFrom = 2;

    /// <summary>At so many adoptions the item is quarantined: two of them alone, since one could be a chance kill.</summary>
    public const int QuarantineAt = 4;

    /// <summary>How carefully the item at a position is to be run.</summary>
    public static SuspicionLevel GetLevel(CrashSuspect? suspect, long position) =>
        suspect is null || position >= suspect.Until ? SuspicionLevel.None
        : suspect.Adoptions >= AloneFrom ? SuspicionLevel.Alone
        : SuspicionLevel.OneByOne;

    /// <summary>What a caller is told of something quarantined.</summary>
    /// <param name="what">Such as "item".</param>
    public static string Reason(string what) =>
        $"the process died each time this {what} was worked on, so it was quarantined; look at its content before sending it again";
}

/// <summary>How carefully the next item of a lane, or of a live queue, is run.</summary>
internal enum SuspicionLevel
{
    /// <summary>In chunks, like everything.</summary>
    None,

    /// <summary>By itself in its lane or queue.</summary>
    OneByOne,

    /// <summary>With nothing else in flight in its host.</summary>
    Alone,
}
