namespace Orleans.Batch;

/// <summary>Changes to an item of a draft. Fields that are not <see cref="Given"/> stay as they are.</summary>
[GenerateSerializer]
[Alias("orleans-batch.item-changes.v1")]
[Immutable]
public sealed record ItemChanges
{
    /// <summary>Which fields are changed; one that is given and null is removed.</summary>
    [Id(0)]
    public required ItemFields Given { get; init; }

    /// <summary>Its kind; it cannot be changed, only repeated.</summary>
    [Id(1)]
    public ItemKind? Kind { get; init; }

    /// <summary>Episode: the destination graph; it replaces a user.</summary>
    [Id(2)]
    public string? GraphId { get; init; }

    /// <summary>Episode: the destination user; it replaces a graph.</summary>
    [Id(3)]
    public string? UserId { get; init; }

    /// <summary>Message: its thread.</summary>
    [Id(4)]
    public string? ThreadId { get; init; }

    /// <summary>Episode: the payload.</summary>
    [Id(5)]
    public string? Data { get; init; }

    /// <summary>Message: the text.</summary>
    [Id(6)]
    public string? Content { get; init; }

    /// <summary>Episode: how the data is to be read.</summary>
    [Id(7)]
    public DataType? DataType { get; init; }

    /// <summary>Episode: where the data comes from.</summary>
    [Id(8)]
    public string? SourceDescription { get; init; }

    /// <summary>Episode: groups the chunks of one document.</summary>
    [Id(9)]
    public string? DocumentId { get; init; }

    /// <summary>Message: the speaker's role.</summary>
    [Id(10)]
    public RoleType? Role { get; init; }

    /// <summary>Message: the speaker's name.</summary>
    [Id(11)]
    public string? Name { get; init; }

    /// <summary>The reference time; null dates the item at the moment it was added.</summary>
    [Id(12)]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>All of its metadata; keys are not merged.</summary>
    [Id(13)]
    public JsonText? Metadata { get; init; }
}

/// <summary>The fields of an item, by their names on the wire.</summary>
[Flags]
[GenerateSerializer]
[Alias("orleans-batch.item-fields.v1")]
public enum ItemFields
{
    /// <summary>No field.</summary>
    None = 0,

    /// <summary><c>type</c>.</summary>
    Type = 1,

    /// <summary><c>graph_id</c>.</summary>
    GraphId = 1 << 1,

    /// <summary><c>user_id</c>.</summary>
    UserId = 1 << 2,

    /// <summary><c>thread_id</c>.</summary>
    ThreadId = 1 << 3,

    /// <summary><c>data</c>.</summary>
    Data = 1 << 4,

    /// <summary><c>content</c>.</summary>
    Content = 1 << 5,

    /// <summary><c>data_type</c>.</summary>
    DataType = 1 << 6,

    /// <summary><c>source_description</c>.</summary>
    SourceDescription = 1 << 7,

    /// <summary><c>document_id</c>.</summary>
    DocumentId = 1 << 8,

    /// <summary><c>role</c>.</summary>
    Role = 1 << 9,

    /// <summary><c>name</c>.</summary>
    Name = 1 << 10,

    /// <summary><c>created_at</c>.</summary>
    CreatedAt = 1 << 11,

    /// <summary><c>metadata</c>.</summary>
    Metadata = 1 << 12,
}
