using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Imports;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports.Rows;

/// <summary>What the row of an import says about its quiet hours.</summary>
/// <param name="Hours">The quiet hours; null for none.</param>
/// <param name="Until">The end of those that it is paused for, or, when it is not paused, of those during which it was resumed.</param>
/// <param name="Now">The moment of reading.</param>
internal sealed record QuietState(QuietHours? Hours, DateTimeOffset? Until, DateTimeOffset Now)
{
    private const string Select = "SELECT quiet_from, quiet_to, quiet_zone, quiet_until, sql_now() FROM import WHERE import_key = $1";

    /// <summary>When the quiet hours that are now end; null when there are none now.</summary>
    public DateTimeOffset? End => Hours is null ? null : QuietPeriods.EndOf(Hours, Now);

    /// <summary>Reads the state of an import that the transaction has locked.</summary>
    public static async ValueTask<QuietState> GetAsync(
        NpgsqlConnection connection, long importKey, CancellationToken cancellationToken) =>
        await connection.Statement(Select, importKey)
            .RowAsync(r => new QuietState(ReadHours(r, 0), r.Maybe<DateTimeOffset>(3), r.Instant(4)), cancellationToken)
        ?? new QuietState(null, null, default);

    /// <summary>Reads quiet hours from three columns.</summary>
    public static QuietHours? ReadHours(NpgsqlDataReader row, int column) => row.Maybe<TimeOnly>(column) is { } from
        ? new(from, row.GetFieldValue<TimeOnly>(column + 1), row.GetString(column + 2))
        : null;

    /// <summary>Adds quiet hours as three parameters.</summary>
    public static void AddHours(NpgsqlParameterCollection parameters, QuietHours? hours)
    {
        parameters.Add(Statements.Nullable(hours?.From, NpgsqlDbType.Time));
        parameters.Add(Statements.Nullable(hours?.To, NpgsqlDbType.Time));
        parameters.Add(Statements.Nullable(hours?.TimeZone, NpgsqlDbType.Text));
    }
}
