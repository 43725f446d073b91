using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>One item of an add call, in the names of version 4.</summary>
internal static class NewItemBody
{
    /// <summary>The fields of an item.</summary>
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>(
        "BatchItemInput", "An item to append. An episode needs data, data_type and graph_uuid or user_uuid; a message thread_uuid, content and role.")
        .Word<ItemKind>("type", "The kind of the item.", static (ref i, v) => i.Type = v).Required()
        .Identifier("graph_uuid", "Episode: the destination graph.", static (ref i, v) => i.GraphUuid = v)
        .Identifier("user_uuid", "Episode: the user whose graph is the destination.", static (ref i, v) => i.UserUuid = v)
        .Identifier("thread_uuid", "Message: its thread.", static (ref i, v) => i.ThreadUuid = v)
        .Text("data", Limits.DataLength, "Episode: the payload.", static (ref i, v) => i.Data = v)
        .Word<DataType>("data_type", "Episode: how the data is to be read.", static (ref i, v) => i.DataType = v)
        .Text("content", Limits.MessageLength, "Message: the text.", static (ref i, v) => i.Content = v)
        .Word<RoleType>("role", "Message: the speaker's role.", static (ref i, v) => i.Role = v)
        .Text("name", Limits.SpeakerNameLength, "Message: the speaker's name.", static (ref i, v) => i.Name = v)
        .Text("source_description", Limits.SourceDescriptionLength, "Episode: where the data comes from.", static (ref i, v) => i.SourceDescription = v)
        .Text("document_id", Limits.DocumentIdLength, "Episode: groups the chunks of a document; not empty.", static (ref i, v) => i.DocumentId = v)
        .ReferenceTime(static (ref i, v) => i.CreatedAt = v, static (ref i, v) => i.ReferenceTime = v)
        .Json("metadata", Limits.MetadataBytes, "At most ten keys with scalars or non-empty arrays of scalars.", static (ref i, v) => i.Metadata = v)
        .Text("record_id", Limits.RecordIdLength, "The caller's id of this record: it is not added again while its destination has it.", static (ref i, v) => i.RecordId = v)
        .Check(Check);

    /// <summary>Returns the item, or null when it has problems, all of which are added.</summary>
    public static NewItem? Parse(ref JsonCursor cursor)
    {
        var before = cursor.Problems.Count;
        var draft = default(Draft);
        if (!Table.Read(ref cursor, null, "an item", ref draft) || cursor.Problems.Count > before)
        {
            return null;
        }

        var item = draft.Build();

        // The rules of the payload are the service's; those of the destination are above, with the names of version 4.
        BatchItemRules.Check(
            item.To(new ObjectAddress(item.Input.Type == ItemKind.ThreadMessage ? AddressKind.Thread : AddressKind.Graph, default, "x", default, null)),
            cursor.Index,
            cursor.Problems);
        return item;
    }

    private static void Check(ref JsonCursor cursor, ref Draft item, in FieldsGiven given)
    {
        if (item.Type == ItemKind.ThreadMessage)
        {
            if (item.ThreadUuid is null)
            {
                cursor.Add("thread_uuid", ErrorCodes.Required, "a thread_message needs thread_uuid");
            }
        }
        else if (item is { GraphUuid: not null, UserUuid: not null })
        {
            cursor.Add("graph_uuid", ErrorCodes.Contradiction, "a graph_episode takes graph_uuid or user_uuid, not both");
        }
        else if (item is { Type: ItemKind.GraphEpisode, GraphUuid: null, UserUuid: null })
        {
            cursor.Add("graph_uuid", ErrorCodes.Required, "a graph_episode needs graph_uuid or user_uuid");
        }
    }

    internal struct Draft
    {
        public ItemKind? Type;
        public Guid? GraphUuid;
        public Guid? UserUuid;
        public Guid? ThreadUuid;
        public string? Data;
        public DataType? DataType;
        public string? Content;
        public RoleType? Role;
        public string? Name;
        public string? SourceDescription;
        public string? DocumentId;
        public DateTimeOffset? CreatedAt;
        public DateTimeOffset? ReferenceTime;
        public JsonText? Metadata;
        public string? RecordId;

        // Fields that do not apply to the kind are dropped.
        public readonly NewItem Build()
        {
            var episode = Type == ItemKind.GraphEpisode;
            return new NewItem(new BatchItemInput
            {
                Type = Type!.Value,
                GraphUuid = episode ? GraphUuid : null,
                UserUuid = episode ? UserUuid : null,
                ThreadUuid = episode ? null : ThreadUuid,
                Data = episode ? Data : null,
                DataType = episode ? DataType : null,
                Content = episode ? null : Content,
                Role = episode ? null : Role,
                Name = Name,
                SourceDescription = SourceDescription,
                DocumentId = DocumentId,
                ReferenceTime = ReferenceTime ?? CreatedAt,
                Metadata = Metadata,
                RecordId = RecordId,
            });
        }
    }
}
