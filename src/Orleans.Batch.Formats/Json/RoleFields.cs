namespace Orleans.Batch.Formats.Json;

/// <summary>A list of roles in a body.</summary>
internal static class RoleFields
{
    private static readonly ListLimit Limit = new(100, "roles");

    public static BodyTable<T> Roles<T>(this BodyTable<T> table, string name, string description, FieldSetter<T, List<RoleType>?> set) =>
        table.List(name, description, ValueSchema.Word<RoleType>(), Read, set, Limit);

    private static void Read(ref JsonCursor cursor, string field, List<RoleType> roles)
    {
        if (!cursor.RefuseNull(field, "must hold roles, got null") && cursor.Word<RoleType>(field) is { } role)
        {
            roles.Add(role);
        }
    }
}
