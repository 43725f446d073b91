namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>The paging in the body of a list that is requested with POST. It belongs into the query; some clients send it here.</summary>
internal sealed record PageBody
{
    public static BodyTable<PageBody> Table { get; } = new BodyTable<PageBody>("ListRequest", "Paging, which the query may have instead.")
        .Count("page_size", "How many at most. Default 50.", static (ref b, v) => b = b with { PageSize = v })
        .Text("cursor", Limits.CursorLength, "The next_cursor of the page before.", static (ref b, v) => b = b with { Cursor = v });

    /// <summary>How many at most; null when it is not given.</summary>
    public int? PageSize { get; init; }

    /// <summary>The cursor; null when it is not given.</summary>
    public string? Cursor { get; init; }

    public static PageBody Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new PageBody());
}
