using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Formats.Bodies;

/// <summary>One item of an add call.</summary>
internal static class ItemBody
{
    /// <summary>The fields of an item.</summary>
    public static BodyTable<ItemDraft> Table { get; } = new BodyTable<ItemDraft>(
        "AddItem", "An item to append. An episode needs data, data_type and graph_id or user_id; a message thread_id, content and role.")
        .Word<ItemKind>("type", "The kind of the item.", static (ref i, v) => i.Kind = v).Required()
        .RawText("graph_id", Limits.IdLength, "Episode: the destination graph.", static (ref i, v) => i.GraphId = v)
        .RawText("user_id", Limits.IdLength, "Episode: the destination user.", static (ref i, v) => i.UserId = v)
        .RawText("data", Limits.DataLength, "Episode: the payload.", static (ref i, v) => i.Data = v)
        .Word<DataType>("data_type", "Episode: how the data is to be read.", static (ref i, v) => i.DataType = v)
        .RawText("source_description", Limits.SourceDescriptionLength, "Episode: where the data comes from.", static (ref i, v) => i.SourceDescription = v)
        .RawText("document_id", Limits.DocumentIdLength, "Episode: groups the chunks of a document; not empty.", static (ref i, v) => i.DocumentId = v)
        .RawText("thread_id", Limits.IdLength, "Message: its thread.", static (ref i, v) => i.ThreadId = v)
        .RawText("content", Limits.MessageLength, "Message: the text.", static (ref i, v) => i.Content = v)
        .Word<RoleType>("role", "Message: the speaker's role.", static (ref i, v) => i.Role = v)
        .RawText("name", Limits.SpeakerNameLength, "Message: the speaker's name.", static (ref i, v) => i.Name = v)
        .Timestamp("created_at", "The reference time of its facts; RFC 3339 with an offset. When left out, the moment it is added.", static (ref i, v) => i.CreatedAt = v)
        .Json("metadata", Limits.MetadataBytes, "At most ten keys with scalars or non-empty arrays of scalars.", static (ref i, v) => i.Metadata = v)
        .RawText(
            "record_id",
            Limits.RecordIdLength,
            "The caller's id of this record, not empty: the item is not added again while its destination has it.",
            static (ref i, v) => i.RecordId = v);

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
        var draft = default(ItemDraft);
        if (!Table.Read(ref cursor, null, "an item", ref draft) || cursor.Problems.Count > before)
        {
            return null;
        }

        defaulted = draft is { Kind: ItemKind.GraphEpisode, DataType: null } && otherwise is not null;
        draft.DataType ??= otherwise;
        var item = Build(ref cursor, draft);
        BatchItemRules.Check(item, cursor.Index, cursor.Problems);
        return item;
    }

    // Fields that do not apply to the item's kind are checked and then dropped.
    private static NewBatchItem Build(ref JsonCursor cursor, in ItemDraft draft)
    {
        var episode = draft.Kind == ItemKind.GraphEpisode;
        if (episode)
        {
            TextRules.CheckId(draft.ThreadId, cursor.Index, "thread_id", cursor.Problems);
            TextRules.Check(draft.Content, Limits.MessageLength, cursor.Index, "content", cursor.Problems);
        }
        else
        {
            TextRules.CheckId(draft.GraphId, cursor.Index, "graph_id", cursor.Problems);
            TextRules.CheckId(draft.UserId, cursor.Index, "user_id", cursor.Problems);
            TextRules.Check(draft.Data, Limits.DataLength, cursor.Index, "data", cursor.Problems);
        }

        return new NewBatchItem
        {
            Kind = draft.Kind!.Value,
            GraphId = episode ? draft.GraphId : null,
            UserId = episode ? draft.UserId : null,
            ThreadId = episode ? null : draft.ThreadId,
            Content = (episode ? draft.Data : draft.Content)!,
            DataType = episode ? draft.DataType : null,
            SourceDescription = draft.SourceDescription,
            DocumentId = draft.DocumentId,
            Role = episode ? null : draft.Role,
            Name = draft.Name,
            CreatedAt = draft.CreatedAt,
            Metadata = draft.Metadata,
            RecordId = draft.RecordId,
        };
    }
}
