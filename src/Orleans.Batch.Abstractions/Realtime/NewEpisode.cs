namespace Orleans.Batch;

/// <summary>A piece of data to add to a graph at once. Lengths count Unicode code points.</summary>
public sealed record NewEpisode
{
    /// <summary>The graph, or the user whose graph it is.</summary>
    public required GraphTarget Target { get; init; }

    /// <summary>The payload, at most 10,000; where <see cref="DataType"/> says JSON, one well-formed value.</summary>
    public required string Content { get; init; }

    /// <summary>How the payload is to be read.</summary>
    public required DataType DataType { get; init; }

    /// <summary>The reference time its facts are dated from; null: the moment it was accepted.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Where the data comes from, at most 500.</summary>
    public string? SourceDescription { get; init; }

    /// <summary>Groups the chunks of one document, 1 to 100.</summary>
    public string? DocumentId { get; init; }

    /// <summary>At most ten keys with scalars or non-empty arrays of scalars; a JSON object.</summary>
    public JsonText? Metadata { get; init; }
}
