namespace Orleans.Batch.Gateway;

/// <summary>Reads the roles that are stored and not extracted.</summary>
internal static class RolesBody
{
    private const int MaxRoles = 100;

    public static List<RoleType>? Parse(ref JsonCursor cursor)
    {
        const string field = "ignore_roles";
        if (cursor.IsNull || !cursor.EnterArray(field, field))
        {
            return null;
        }

        var roles = new List<RoleType>();
        var count = 0;
        while (cursor.NextElement())
        {
            if (++count > MaxRoles)
            {
                cursor.Skip();
            }
            else if (cursor.IsNull)
            {
                cursor.Add(field, ErrorCodes.WrongType, $"{field} must hold roles, got null");
            }
            else if (cursor.Word<RoleType>(field) is { } role)
            {
                roles.Add(role);
            }
        }

        if (count > MaxRoles)
        {
            cursor.Add(field, ErrorCodes.TooMany, $"{field} may hold at most {MaxRoles} roles");
        }

        return roles;
    }
}
