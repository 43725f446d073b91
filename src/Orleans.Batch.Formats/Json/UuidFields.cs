namespace Orleans.Batch.Formats.Json;

/// <summary>UUIDs in bodies: in any case, with hyphens and without braces.</summary>
internal static class UuidFields
{
    /// <summary>
    /// A UUID. Anything else is <c>invalid_identifier</c>, and the body gets the empty UUID, so that it does not count as
    /// missing, too.
    /// </summary>
    public static BodyTable<T> Identifier<T>(
        this BodyTable<T> table, string name, string description, FieldSetter<T, Guid?> set) =>
        table.Value(name, description, ValueSchema.Uuid, static (ref cursor, field) => Read(ref cursor, field), set);

    public static bool TryParse(string? text, out Guid uuid) => Guid.TryParseExact(text, "D", out uuid);

    /// <summary>The message of a field or parameter that is no UUID.</summary>
    public static string Message(string name) => $"{name} must be a UUID";

    // As long as an old id may be, so that all of them get the same message.
    private static Guid? Read(ref JsonCursor cursor, string field)
    {
        if (cursor.IsNull)
        {
            return null;
        }

        var before = cursor.Problems.Count;
        if (!TryParse(cursor.Text(field, Limits.IdLength), out var uuid) && cursor.Problems.Count == before)
        {
            cursor.Add(field, ErrorCodes.InvalidIdentifier, Message(field));
        }

        return uuid;
    }
}
