namespace Orleans.Batch.Graphs;

/// <summary>A result of a search.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="Words">Which of the query's words it has: bit 0 for the first.</param>
/// <param name="Length">How many different words it has in all.</param>
/// <param name="At">When it became true, was first named, or its reference time.</param>
/// <param name="Holds">Of a fact: whether it still does. Otherwise true.</param>
/// <param name="Source">Of a fact: its subject. Of a node: itself.</param>
/// <param name="Target">Of a fact: its object. Of a node: itself.</param>
/// <param name="Episode">Of a fact: the episode it begins with. Of an episode: itself.</param>
/// <param name="Names">Of a fact: whether it states a name of its subject. Otherwise false.</param>
public sealed record SearchHit(
    Guid Uuid, long Words, int Length, DateTimeOffset At, bool Holds, Guid Source, Guid Target, Guid Episode, bool Names);
