namespace Orleans.Batch;

/// <summary>A piece of data to add to a graph at once. Lengths count Unicode code points.</summary>
[GenerateSerializer]
[Alias("orleans-batch.new-episode.v1")]
[Immutable]
public sealed record NewEpisode
{
    /// <summary>The graph, or the user whose graph it is.</summary>
    [Id(0)]
    public required GraphTarget Target { get; init; }

    /// <summary>The payload, at most 10,000; where <see cref="DataType"/> says JSON, one well-formed value.</summary>
    [Id(1)]
    public required string Content { get; init; }

    /// <summary>How the payload is to be read.</summary>
    [Id(2)]
    public required DataType DataType { get; init; }

    /// <summary>The reference time of its facts; null: the moment it was accepted.</summary>
    [Id(3)]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Where the data comes from, at most 500.</summary>
    [Id(4)]
    public string? SourceDescription { get; init; }

    /// <summary>Groups the chunks of one document, 1 to 100.</summary>
    [Id(5)]
    public string? DocumentId { get; init; }

    /// <summary>At most ten keys with scalars or non-empty arrays of scalars; a JSON object.</summary>
    [Id(6)]
    public JsonText? Metadata { get; init; }
}
