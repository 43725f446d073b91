using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>Changes to an item: the fields of an add call, where null removes a field.</summary>
internal static class ItemChangesBody
{
    public static BodyTable<ItemDraft> Table { get; } = ItemBody.Table
        .ForChanges(
            "ChangeItemRequest",
            "Changes to an item: null removes a field, metadata is replaced as a whole. Its type cannot be changed; graph_id replaces user_id and vice versa.",
            "type",
            "record_id")
        .Check(RequireChange);

    // The flags of the fields, by their positions.
    private static readonly ItemFields[] Flags =
        [.. ItemBody.Table.Fields.Select(static f => EnumNames<ItemFields>.TryParse(f.Name, out var flag) ? flag : ItemFields.None)];

    public static ItemChanges Parse(ReadOnlySpan<byte> body)
    {
        var draft = Table.Parse(body, default);
        return new ItemChanges
        {
            Given = draft.Given,
            Kind = draft.Kind,
            GraphId = draft.GraphId,
            UserId = draft.UserId,
            ThreadId = draft.ThreadId,
            Data = draft.Data,
            Content = draft.Content,
            DataType = draft.DataType,
            SourceDescription = draft.SourceDescription,
            DocumentId = draft.DocumentId,
            Role = draft.Role,
            Name = draft.Name,
            CreatedAt = draft.CreatedAt,
            Metadata = draft.Metadata,
        };
    }

    private static void RequireChange(ref JsonCursor cursor, ref ItemDraft draft, in FieldsGiven given)
    {
        for (var i = 0; i < Flags.Length; i++)
        {
            // A type of null has no effect; it cannot be removed.
            draft.Given |= Flags[i] == ItemFields.Type ? (given.HasValue(i) ? Flags[i] : ItemFields.None)
                : given.Has(i) ? Flags[i] : ItemFields.None;
        }

        if (draft.Given == ItemFields.None && cursor.Problems.Count == 0)
        {
            cursor.Add(null, ErrorCodes.Required, "the body changes nothing; name at least one field of an item");
        }
    }
}
