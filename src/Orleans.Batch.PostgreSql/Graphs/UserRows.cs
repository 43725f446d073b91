using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Reads the names of users from their rows.</summary>
internal static class UserRows
{
    /// <summary>The columns of a user u that <see cref="ReadNames"/> expects.</summary>
    public const string NameColumns = "u.user_id, u.first_name, u.last_name, u.email, u.former_names";

    /// <summary>The names of a user, from the given column on.</summary>
    public static UserNames ReadNames(NpgsqlDataReader row, int from, long graphKey)
    {
        var (userId, firstName, lastName) = (row.GetString(from), row.Text(from + 1), row.Text(from + 2));
        return new UserNames(
            graphKey,
            [$"{firstName} {lastName}", userId, row.Text(from + 3), .. row.GetFieldValue<string[]>(from + 4)],
            firstName);
    }
}
