namespace Orleans.Batch;

/// <summary>Which part of a list, ordered by the callers' ids, to read.</summary>
/// <param name="PageNumber">From 1; does not count when <paramref name="After"/> is given.</param>
/// <param name="PageSize">1 to 1,000.</param>
/// <param name="After">
/// Only ids behind this one, an empty text for all of them. However long the list is, such a page costs the same, and
/// what is created or deleted meanwhile moves nothing out of sight.
/// </param>
public sealed record IdQuery(int PageNumber = 1, int PageSize = 50, string? After = null);

/// <summary>A page of users.</summary>
/// <param name="Users">The users.</param>
/// <param name="TotalCount">How many there are in all; null when the page was asked for by <see cref="IdQuery.After"/>.</param>
public sealed record UserPage(IReadOnlyList<User> Users, long? TotalCount);

/// <summary>A page of threads.</summary>
/// <param name="Threads">The threads.</param>
/// <param name="TotalCount">How many there are in all; null when the page was asked for by <see cref="IdQuery.After"/>.</param>
public sealed record ThreadPage(IReadOnlyList<MemoryThread> Threads, long? TotalCount);
