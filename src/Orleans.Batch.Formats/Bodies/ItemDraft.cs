namespace Orleans.Batch.Formats.Bodies;

/// <summary>The fields of an item, those that could be read.</summary>
internal struct ItemDraft
{
    public ItemKind? Kind;
    public string? RecordId;
    public string? GraphId;
    public string? UserId;
    public string? ThreadId;
    public string? Data;
    public string? Content;
    public DataType? DataType;
    public RoleType? Role;
    public string? Name;
    public string? SourceDescription;
    public string? DocumentId;
    public DateTimeOffset? CreatedAt;
    public JsonText? Metadata;

    /// <summary>Which fields were given; only where an item is changed.</summary>
    public ItemFields Given;
}
