namespace Orleans.Batch.Models;

/// <summary>A summary that is to be made.</summary>
/// <param name="Subject">The node or the thread.</param>
/// <param name="ThreadKey">The thread; null for a node.</param>
/// <param name="Version">The version of the present one: only who has read it may write the next.</param>
/// <param name="Changed">The last change of its subject.</param>
/// <param name="MadeAt">When the present one was made; null: there is none.</param>
/// <param name="Previous">The present one; null: there is none.</param>
/// <param name="Through">Of a thread: the number of the last message in the present one.</param>
/// <param name="Attempts">How many answers of no use there were.</param>
public sealed record DueSummary(
    Guid Subject, long? ThreadKey, long Version, long Changed, DateTimeOffset? MadeAt, string? Previous, long Through, int Attempts);

/// <summary>The summaries of a graph that are to be made.</summary>
/// <param name="GraphKey">The graph.</param>
/// <param name="ProjectKey">Its project.</param>
/// <param name="Profile">The name of the profile that the project has chosen; null: the default one.</param>
/// <param name="Due">Those that may be made now: threads first, then those that wait longest.</param>
/// <param name="NextIn">How long until another may be made; null when none is to be made.</param>
public sealed record GraphSummaries(
    long GraphKey, long ProjectKey, string? Profile, IReadOnlyList<DueSummary> Due, TimeSpan? NextIn);

/// <summary>A summary that was made.</summary>
/// <param name="Due">What it was made for.</param>
/// <param name="Text">The text; null: nothing is left to be summarized.</param>
/// <param name="Through">Of a thread: the number of the last message in it.</param>
/// <param name="ThroughAt">That message's time.</param>
/// <param name="IsComplete">Whether it is up to date; otherwise it is continued.</param>
public sealed record NewSummary(DueSummary Due, string? Text, long Through, DateTimeOffset? ThroughAt, bool IsComplete);
