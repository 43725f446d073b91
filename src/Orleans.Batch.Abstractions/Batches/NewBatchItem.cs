namespace Orleans.Batch;

/// <summary>
/// An item to add. Which fields are required depends on <see cref="Kind"/>; see <see cref="BatchItemRules"/>.
/// Lengths count Unicode code points.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.new-batch-item.v1")]
[Immutable]
public sealed record NewBatchItem
{
    /// <summary>The kind of the item.</summary>
    [Id(0)]
    public required ItemKind Kind { get; init; }

    /// <summary>Episode: the destination graph; exactly one of this and <see cref="UserId"/>.</summary>
    [Id(1)]
    public string? GraphId { get; init; }

    /// <summary>Episode: the destination user.</summary>
    [Id(2)]
    public string? UserId { get; init; }

    /// <summary>Message: its thread.</summary>
    [Id(3)]
    public string? ThreadId { get; init; }

    /// <summary>The payload: an episode's <c>data</c> (at most 10,000) or a message's <c>content</c> (at most 4,096).</summary>
    [Id(4)]
    public required string Content { get; init; }

    /// <summary>Episode: how the data is to be read.</summary>
    [Id(5)]
    public DataType? DataType { get; init; }

    /// <summary>Episode: where the data comes from, at most 500. Checked but not stored on a message.</summary>
    [Id(6)]
    public string? SourceDescription { get; init; }

    /// <summary>Episode: groups the chunks of one document, 1 to 100. Checked but not stored on a message.</summary>
    [Id(7)]
    public string? DocumentId { get; init; }

    /// <summary>Message: the speaker's role.</summary>
    [Id(8)]
    public RoleType? Role { get; init; }

    /// <summary>Message: the speaker's name, at most 100.</summary>
    [Id(9)]
    public string? Name { get; init; }

    /// <summary>The reference time of its facts; null: the moment it was added.</summary>
    [Id(10)]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>At most ten keys with scalars or non-empty arrays of scalars; a JSON object.</summary>
    [Id(11)]
    public JsonText? Metadata { get; init; }

    /// <summary>
    /// The caller's id of this record, 1 to 500. While an item with it is in the same destination, or on its way there,
    /// the item is not added again. Null: the item is always added.
    /// </summary>
    [Id(12)]
    public string? RecordId { get; init; }
}
