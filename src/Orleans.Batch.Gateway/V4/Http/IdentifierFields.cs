namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>UUIDs in bodies.</summary>
internal static class IdentifierFields
{
    /// <summary>
    /// A UUID. Anything else is <c>invalid_identifier</c>, and the body gets the empty UUID, so that it does not count as
    /// missing, too.
    /// </summary>
    public static BodyTable<T> Identifier<T>(
        this BodyTable<T> table, string name, string description, FieldSetter<T, Guid?> set) =>
        table.Value(name, description, ValueSchema.Uuid, static (ref cursor, field) => Read(ref cursor, field), set);

    // As long as an old id may be, so that all of them get the same message.
    private static Guid? Read(ref JsonCursor cursor, string field)
    {
        if (cursor.IsNull)
        {
            return null;
        }

        var before = cursor.Problems.Count;
        if (!RouteUuids.TryParse(cursor.Text(field, Limits.IdLength), out var uuid) && cursor.Problems.Count == before)
        {
            cursor.Add(field, ErrorCodes.InvalidIdentifier, RouteUuids.Message(field));
        }

        return uuid;
    }
}
