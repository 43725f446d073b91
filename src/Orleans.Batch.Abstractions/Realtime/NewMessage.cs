namespace Orleans.Batch;

/// <summary>A message to add to a thread at once. Lengths count Unicode code points.</summary>
[GenerateSerializer]
[Alias("orleans-batch.new-message.v1")]
[Immutable]
public sealed record NewMessage
{
    /// <summary>The speaker's role.</summary>
    [Id(0)]
    public required RoleType Role { get; init; }

    /// <summary>The text, at most 4,096.</summary>
    [Id(1)]
    public required string Content { get; init; }

    /// <summary>The speaker's name, at most 100.</summary>
    [Id(2)]
    public string? Name { get; init; }

    /// <summary>The reference time of its facts; null: the moment it was accepted.</summary>
    [Id(3)]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>At most ten keys with scalars or non-empty arrays of scalars; a JSON object.</summary>
    [Id(4)]
    public JsonText? Metadata { get; init; }
}
