namespace Orleans.Batch.Gateway;

/// <summary>Reads one item of an add call.</summary>
internal static class ItemBody
{
    /// <summary>Returns the item, or null when it has problems, all of which are added.</summary>
    public static NewBatchItem? Parse(ref JsonCursor cursor) => Parse(ref cursor, null, out _);

    /// <summary>Reads an item with a default type for the data of an episode that names none.</summary>
    /// <param name="cursor">The cursor, on the item.</param>
    /// <param name="otherwise">The default type; null where the item must name it.</param>
    /// <param name="defaulted">Whether the default was used.</param>
    public static NewBatchItem? Parse(ref JsonCursor cursor, DataType? otherwise, out bool defaulted)
    {
        defaulted = false;
        var before = cursor.Problems.Count;
        if (!cursor.EnterObject(null, "an item"))
        {
            return null;
        }

        var fields = default(Fields);
        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            Read(ref cursor, name, ref fields);
        }

        if (fields.Kind is null && !fields.KindRefused)
        {
            cursor.Add("type", ErrorCodes.Required, $"type is required: {EnumNames<ItemKind>.All}");
        }

        if (cursor.Problems.Count > before)
        {
            return null;
        }

        defaulted = fields is { Kind: ItemKind.GraphEpisode, DataType: null } && otherwise is not null;
        fields.DataType ??= otherwise;
        var item = Build(ref cursor, fields);
        BatchItemRules.Check(item, cursor.Index, cursor.Problems);
        return item;
    }

    /// <summary>Reads one field of an item; an unknown one is skipped.</summary>
    public static void Read(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name, ref Fields fields)
    {
        if (name.SequenceEqual("type"u8))
        {
            var noted = cursor.Problems.Count;
            fields.Kind = cursor.Word<ItemKind>("type");
            fields.KindRefused = cursor.Problems.Count > noted;
        }
        else if (name.SequenceEqual("graph_id"u8))
        {
            fields.GraphId = cursor.Text("graph_id", Limits.IdLength);
        }
        else if (name.SequenceEqual("user_id"u8))
        {
            fields.UserId = cursor.Text("user_id", Limits.IdLength);
        }
        else if (name.SequenceEqual("thread_id"u8))
        {
            fields.ThreadId = cursor.Text("thread_id", Limits.IdLength);
        }
        else if (name.SequenceEqual("data"u8))
        {
            fields.Data = cursor.Text("data", Limits.DataLength);
        }
        else if (name.SequenceEqual("content"u8))
        {
            fields.Content = cursor.Text("content", Limits.MessageLength);
        }
        else if (name.SequenceEqual("data_type"u8))
        {
            fields.DataType = cursor.Word<DataType>("data_type");
        }
        else if (name.SequenceEqual("role"u8))
        {
            fields.Role = cursor.Word<RoleType>("role");
        }
        else if (name.SequenceEqual("name"u8))
        {
            fields.Name = cursor.Text("name", Limits.SpeakerNameLength);
        }
        else if (name.SequenceEqual("source_description"u8))
        {
            fields.SourceDescription = cursor.Text("source_description", Limits.SourceDescriptionLength);
        }
        else if (name.SequenceEqual("document_id"u8))
        {
            fields.DocumentId = cursor.Text("document_id", Limits.DocumentIdLength);
        }
        else if (name.SequenceEqual("created_at"u8))
        {
            fields.CreatedAt = cursor.Timestamp("created_at");
        }
        else if (name.SequenceEqual("metadata"u8))
        {
            fields.Metadata = cursor.ObjectText("metadata", Limits.MetadataBytes);
        }
        else if (name.SequenceEqual("record_id"u8))
        {
            fields.RecordId = cursor.Text("record_id", Limits.RecordIdLength);
        }
        else
        {
            cursor.SkipUnknown(name);
        }
    }

    // Fields that do not apply to the item's kind are checked and then dropped.
    private static NewBatchItem Build(ref JsonCursor cursor, in Fields fields)
    {
        var episode = fields.Kind == ItemKind.GraphEpisode;
        if (episode)
        {
            TextRules.CheckId(fields.ThreadId, cursor.Index, "thread_id", cursor.Problems);
            TextRules.Check(fields.Content, Limits.MessageLength, cursor.Index, "content", cursor.Problems);
        }
        else
        {
            TextRules.CheckId(fields.GraphId, cursor.Index, "graph_id", cursor.Problems);
            TextRules.CheckId(fields.UserId, cursor.Index, "user_id", cursor.Problems);
            TextRules.Check(fields.Data, Limits.DataLength, cursor.Index, "data", cursor.Problems);
        }

        return new NewBatchItem
        {
            Kind = fields.Kind!.Value,
            GraphId = episode ? fields.GraphId : null,
            UserId = episode ? fields.UserId : null,
            ThreadId = episode ? null : fields.ThreadId,
            Content = (episode ? fields.Data : fields.Content)!,
            DataType = episode ? fields.DataType : null,
            SourceDescription = fields.SourceDescription,
            DocumentId = fields.DocumentId,
            Role = episode ? null : fields.Role,
            Name = fields.Name,
            CreatedAt = fields.CreatedAt,
            Metadata = fields.Metadata,
            RecordId = fields.RecordId,
        };
    }

    /// <summary>The fields of an item, those that could be read.</summary>
    public struct Fields
    {
        public ItemKind? Kind;
        public bool KindRefused;
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
    }
}
