namespace Orleans.Batch;

/// <summary>Changes to an item of a draft. Fields that are not <see cref="Given"/> stay as they are.</summary>
public sealed record ItemChanges
{
    /// <summary>Which fields are changed; one that is given and null is taken away.</summary>
    public required ItemFields Given { get; init; }

    /// <summary>What it is; it cannot be changed, only repeated.</summary>
    public ItemKind? Kind { get; init; }

    /// <summary>Episode: the destination graph; it takes the place of a user.</summary>
    public string? GraphId { get; init; }

    /// <summary>Episode: the destination user; it takes the place of a graph.</summary>
    public string? UserId { get; init; }

    /// <summary>Message: its thread.</summary>
    public string? ThreadId { get; init; }

    /// <summary>Episode: the payload.</summary>
    public string? Data { get; init; }

    /// <summary>Message: the text.</summary>
    public string? Content { get; init; }

    /// <summary>Episode: how the data is to be read.</summary>
    public DataType? DataType { get; init; }

    /// <summary>Episode: where the data comes from.</summary>
    public string? SourceDescription { get; init; }

    /// <summary>Episode: groups the chunks of one document.</summary>
    public string? DocumentId { get; init; }

    /// <summary>Message: who speaks.</summary>
    public RoleType? Role { get; init; }

    /// <summary>Message: the speaker's name.</summary>
    public string? Name { get; init; }

    /// <summary>The reference time; null dates the item at the moment it was added.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>All of its metadata: keys are not merged.</summary>
    public JsonText? Metadata { get; init; }
}

/// <summary>The fields of an item, by their names on the wire.</summary>
[Flags]
public enum ItemFields
{
    /// <summary>None.</summary>
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
