namespace Orleans.Batch.Gateway.Realtime;

/// <summary>The fields of an episode, alone or among others.</summary>
internal struct EpisodeDraft
{
    public string? GraphId;
    public string? UserId;
    public string? DocumentId;
    public string? Data;
    public DataType? Type;
    public DateTimeOffset? CreatedAt;
    public string? SourceDescription;
    public JsonText? Metadata;

    /// <summary>Declares the fields that every episode has.</summary>
    public static BodyTable<EpisodeDraft> Table(string name, string description) => new BodyTable<EpisodeDraft>(name, description)
        .RawText("data", Limits.DataLength, "The payload.", static (ref e, v) => e.Data = v).Required()
        .Word<DataType>("type", "How the data is to be read.", static (ref e, v) => e.Type = v).Required()
        .Timestamp("created_at", "The reference time of its facts; RFC 3339 with an offset.", static (ref e, v) => e.CreatedAt = v)
        .RawText("source_description", Limits.SourceDescriptionLength, "Where the data comes from.", static (ref e, v) => e.SourceDescription = v)
        .Json("metadata", Limits.MetadataBytes, "At most ten keys with scalars or non-empty arrays of scalars.", static (ref e, v) => e.Metadata = v);
}
