namespace Orleans.Batch.Graphs;

/// <summary>The place of an episode in its conversation.</summary>
/// <param name="Uuid">The episode.</param>
/// <param name="At">Its reference time.</param>
/// <param name="Thread">Its thread; null outside of threads.</param>
/// <param name="Speaker">The speaker's name.</param>
/// <param name="SpeakerNamed">Whether the query has a word of the speaker's name.</param>
/// <param name="Before">The turn before it in its thread; null where there is none, or where it was not asked for.</param>
/// <param name="After">The turn after it, likewise.</param>
public sealed record EpisodeTurn(
    Guid Uuid, DateTimeOffset At, long? Thread, string? Speaker, bool SpeakerNamed, Guid? Before, Guid? After);
