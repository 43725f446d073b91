namespace Orleans.Batch.Gateway;

/// <summary>Reads changes to an item: the fields of an add call, where null removes a field.</summary>
internal static class ItemChangesBody
{
    public static ItemChanges Parse(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseRoot);

    private static ItemChanges ParseRoot(ref JsonCursor cursor)
    {
        var given = ItemFields.None;
        var fields = default(ItemBody.Fields);
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                // A type of null has no effect; it cannot be removed.
                given |= EnumNames<ItemFields>.TryParse(name, out var field) && !(field == ItemFields.Type && cursor.IsNull) ? field : ItemFields.None;
                ItemBody.Read(ref cursor, name, ref fields);
            }

            if (given == ItemFields.None && cursor.Problems.Count == 0)
            {
                cursor.Add(null, ErrorCodes.Required, "the body changes nothing; name at least one field of an item");
            }
        }

        return new ItemChanges
        {
            Given = given,
            Kind = fields.Kind,
            GraphId = fields.GraphId,
            UserId = fields.UserId,
            ThreadId = fields.ThreadId,
            Data = fields.Data,
            Content = fields.Content,
            DataType = fields.DataType,
            SourceDescription = fields.SourceDescription,
            DocumentId = fields.DocumentId,
            Role = fields.Role,
            Name = fields.Name,
            CreatedAt = fields.CreatedAt,
            Metadata = fields.Metadata,
        };
    }
}
