namespace Orleans.Batch.Gateway.V4.Users;

/// <summary>The bodies of user calls.</summary>
internal static class UserBody
{
    /// <summary>A user to create.</summary>
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("CreateUserRequest", "A user to create.")
        .RawText("user_id", Limits.IdLength, "The caller's id of the user; it never changes.", static (ref u, v) => u.UserId = v)
        .Text("email", Limits.NameLength, "The e-mail address.", static (ref u, v) => u.Fields = u.Fields with { Email = v })
        .Text("first_name", Limits.NameLength, "The first name.", static (ref u, v) => u.Fields = u.Fields with { FirstName = v })
        .Text("last_name", Limits.NameLength, "The last name.", static (ref u, v) => u.Fields = u.Fields with { LastName = v })
        .Json("metadata", Limits.MetadataBytes, "The caller's labels: any object up to 16 KiB.", static (ref u, v) => u.Fields = u.Fields with { Metadata = v })
        .Text("time_zone", Limits.TimeZoneLength, "The name of the user's time zone.", static (ref u, v) => u.Fields = u.Fields with { TimeZone = v })
        .Boolean(
            "disable_default_ontology",
            "Kept and given back; deterministic extraction makes no use of it.",
            static (ref u, v) => u.Fields = u.Fields with { DisableDefaultOntology = v })
        .Check(static (ref cursor, ref u, in _) => TextRules.CheckId(u.UserId, null, "user_id", cursor.Problems));

    /// <summary>Fields to change; those absent or null stay as they are.</summary>
    public static BodyTable<Draft> Changes { get; } = Table.ForChanges("UpdateUserRequest", "Fields of a user to change.", "user_id");

    public static Draft ParseNew(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new Draft());

    public static UserFields ParseChange(ReadOnlySpan<byte> body) => Changes.Parse(body, new Draft()).Fields;

    internal struct Draft()
    {
        public string? UserId;
        public UserFields Fields = new();
    }
}
