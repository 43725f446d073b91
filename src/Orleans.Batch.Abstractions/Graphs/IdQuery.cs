namespace Orleans.Batch;

/// <summary>What a list of users or threads is ordered by; ties are ordered by age.</summary>
[GenerateSerializer]
[Alias("orleans-batch.id-order.v1")]
public enum IdOrder
{
    /// <summary>The caller's id.</summary>
    Id,

    /// <summary>When it was created.</summary>
    CreatedAt,

    /// <summary>The e-mail address of a user; not for threads.</summary>
    Email,

    /// <summary>The id of a thread's user; the same as <see cref="Id"/> for users.</summary>
    UserId,
}

/// <summary>Which part of a list of users or threads to read.</summary>
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
    [property: Id(2)] string? After = null)
{
    /// <summary>Text that the id, the name or the e-mail address of a user must contain, in any case; null for all. Not for threads.</summary>
    [Id(3)]
    public string? Search { get; init; }

    /// <summary>What to order by; has no effect when <see cref="After"/> is given.</summary>
    [Id(4)]
    public IdOrder Order { get; init; }

    /// <summary>Smallest first; has no effect when <see cref="After"/> is given.</summary>
    [Id(5)]
    public bool Ascending { get; init; } = true;
}

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
