namespace Orleans.Batch;

/// <summary>Which part of a list, ordered by the callers' ids, to read.</summary>
/// <param name="PageNumber">From 1; has no effect when <paramref name="After"/> is given.</param>
/// <param name="PageSize">1 to 1,000.</param>
/// <param name="After">
/// Only ids after this one; an empty text for all of them. The cost of such a page does not depend on the length of the
/// list, and creations and deletions between pages hide no entry.
/// </param>
[GenerateSerializer]
[Alias("orleans-batch.id-query.v1")]
[Immutable]
public sealed record IdQuery(
    [property: Id(0)] int PageNumber = 1,
    [property: Id(1)] int PageSize = Limits.DefaultPerPage,
    [property: Id(2)] string? After = null);

/// <summary>A page of users.</summary>
/// <param name="Users">The users.</param>
/// <param name="TotalCount">How many there are in all; null when the page was requested by <see cref="IdQuery.After"/>.</param>
[GenerateSerializer]
[Alias("orleans-batch.user-page.v1")]
[Immutable]
public sealed record UserPage([property: Id(0)] IReadOnlyList<User> Users, [property: Id(1)] long? TotalCount);

/// <summary>A page of threads.</summary>
/// <param name="Threads">The threads.</param>
/// <param name="TotalCount">How many there are in all; null when the page was requested by <see cref="IdQuery.After"/>.</param>
[GenerateSerializer]
[Alias("orleans-batch.thread-page.v1")]
[Immutable]
public sealed record ThreadPage([property: Id(0)] IReadOnlyList<MemoryThread> Threads, [property: Id(1)] long? TotalCount);
