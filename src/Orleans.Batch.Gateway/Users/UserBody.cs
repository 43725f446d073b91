namespace Orleans.Batch.Gateway;

/// <summary>Reads the bodies of user calls.</summary>
internal static class UserBody
{
    /// <summary>A user to create: <c>user_id</c> is required.</summary>
    public static (string UserId, UserFields Fields) ParseNew(ReadOnlySpan<byte> body, UnknownFields? unknown = null) =>
        JsonBody.Parse(body, ParseNewRoot, unknown);

    /// <summary>Fields to change; those absent or null stay as they are.</summary>
    public static UserFields ParseChange(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseChangeRoot);

    private static (string, UserFields) ParseNewRoot(ref JsonCursor cursor)
    {
        var fields = ParseRoot(ref cursor, out var userId);
        cursor.RequireId("user_id", userId);
        return (userId!, fields);
    }

    private static UserFields ParseChangeRoot(ref JsonCursor cursor) => ParseRoot(ref cursor, out _);

    private static UserFields ParseRoot(ref JsonCursor cursor, out string? userId)
    {
        userId = null;
        var fields = new UserFields();
        if (!cursor.EnterObject(null, "the body"))
        {
            return fields;
        }

        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("user_id"u8))
            {
                userId = cursor.Text("user_id", Limits.IdLength);
            }
            else if (name.SequenceEqual("email"u8))
            {
                fields = fields with { Email = cursor.ShortText("email", Limits.NameLength) };
            }
            else if (name.SequenceEqual("first_name"u8))
            {
                fields = fields with { FirstName = cursor.ShortText("first_name", Limits.NameLength) };
            }
            else if (name.SequenceEqual("last_name"u8))
            {
                fields = fields with { LastName = cursor.ShortText("last_name", Limits.NameLength) };
            }
            else if (name.SequenceEqual("time_zone"u8))
            {
                fields = fields with { TimeZone = cursor.ShortText("time_zone", Limits.TimeZoneLength) };
            }
            else if (name.SequenceEqual("metadata"u8))
            {
                fields = fields with { Metadata = cursor.ObjectText("metadata", Limits.MetadataBytes) };
            }
            else if (name.SequenceEqual("disable_default_ontology"u8))
            {
                fields = fields with { DisableDefaultOntology = cursor.Boolean("disable_default_ontology") };
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        return fields;
    }
}
