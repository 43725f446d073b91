namespace Orleans.Batch.Gateway;

/// <summary>The fields an episode has on the wire, alone or among others.</summary>
internal struct EpisodeFields
{
    private bool _dataRefused;
    private bool _typeRefused;

    public string? Data;
    public DataType? Type;
    public DateTimeOffset? CreatedAt;
    public string? SourceDescription;
    public string? DocumentId;
    public JsonText? Metadata;

    /// <summary>Reads a field if it is one of them.</summary>
    public bool Read(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name)
    {
        var noted = cursor.Problems.Count;
        if (name.SequenceEqual("data"u8))
        {
            Data = cursor.Text("data", Limits.DataLength);
            _dataRefused = cursor.Problems.Count > noted;
        }
        else if (name.SequenceEqual("type"u8))
        {
            Type = cursor.Word<DataType>("type");
            _typeRefused = cursor.Problems.Count > noted;
        }
        else if (name.SequenceEqual("created_at"u8))
        {
            CreatedAt = cursor.Timestamp("created_at");
        }
        else if (name.SequenceEqual("source_description"u8))
        {
            SourceDescription = cursor.Text("source_description", Limits.SourceDescriptionLength);
        }
        else if (name.SequenceEqual("metadata"u8))
        {
            Metadata = cursor.ObjectText("metadata", Limits.MetadataBytes);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Adds a problem for each required field that is absent.</summary>
    public readonly void Require(ref JsonCursor cursor)
    {
        if (Data is null && !_dataRefused)
        {
            cursor.Add("data", ErrorCodes.Required, "data is required");
        }

        if (Type is null && !_typeRefused)
        {
            cursor.Add("type", ErrorCodes.Required, $"type is required: {EnumNames<DataType>.All}");
        }
    }
}
