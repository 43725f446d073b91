namespace Orleans.Batch;

/// <summary>What a list of users, threads or graphs is ordered by.</summary>
[GenerateSerializer]
[Alias("orleans-batch.sort-key.v1")]
public enum SortKey
{
    /// <summary>Time of creation.</summary>
    CreatedAt,

    /// <summary>Time of the last change; of a thread, which does not change, of its creation.</summary>
    UpdatedAt,

    /// <summary>Identity.</summary>
    Uuid,

    /// <summary>The id it is stored under.</summary>
    Id,

    /// <summary>E-mail address; users without one count as having an empty one.</summary>
    Email,

    /// <summary>Display name; graphs without one count as having an empty one.</summary>
    Name,
}

/// <summary>Which part of a list to read. Entries with an equal key follow each other by identity.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's <see cref="SortedPage{T}.NextCursor"/>; null for the first page.</param>
/// <param name="Order">What to order by.</param>
/// <param name="Descending">Largest first.</param>
[GenerateSerializer]
[Alias("orleans-batch.sorted-query.v1")]
[Immutable]
public sealed record SortedQuery(
    [property: Id(0)] int Limit = Limits.DefaultPerPage,
    [property: Id(1)] string? Cursor = null,
    [property: Id(2)] SortKey Order = SortKey.CreatedAt,
    [property: Id(3)] bool Descending = false)
{
    /// <summary>Of threads: only those of this user; null for all.</summary>
    [Id(4)]
    public Guid? UserUuid { get; init; }
}

/// <summary>A page of a list.</summary>
/// <param name="Items">The entries.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.sorted-page.v1`1")]
[Immutable]
public sealed record SortedPage<T>([property: Id(0)] IReadOnlyList<T> Items, [property: Id(1)] string? NextCursor);
