using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>Statements with positional parameters ($1, $2 …), their rows, and transactions around them.</summary>
internal static class Statements
{
    /// <summary>
    /// Seconds for statements over a whole batch, graph or thread. Npgsql's default of 30 would end a large one at each
    /// attempt, so that it could never complete.
    /// </summary>
    public const int LongTimeout = 300;

    public static NpgsqlCommand Statement(this NpgsqlDataSource source, string sql, params ReadOnlySpan<object?> values) =>
        Bind(source.CreateCommand(sql), values);

    public static NpgsqlCommand Statement(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        Bind(new NpgsqlCommand(sql, connection), values);

    /// <summary>A statement of a batch.</summary>
    public static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    /// <summary>Reopens a connection that a fault has ended, such as lack of memory in mid-message.</summary>
    public static async ValueTask ReopenIfBrokenAsync(this NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.State != ConnectionState.Open)
        {
            await connection.CloseAsync();
            await connection.OpenAsync(cancellationToken);
        }
    }

    /// <summary>Gives the statement <see cref="LongTimeout"/>.</summary>
    public static NpgsqlCommand Long(this NpgsqlCommand statement)
    {
        statement.CommandTimeout = LongTimeout;
        return statement;
    }

    /// <summary>Runs the statement and disposes of it.</summary>
    /// <returns>The number of affected rows.</returns>
    public static async ValueTask<int> RunAsync(this NpgsqlCommand statement, CancellationToken cancellationToken)
    {
        await using (statement)
        {
            return await statement.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Returns all rows; disposes of the statement.</summary>
    public static async ValueTask<List<T>> RowsAsync<T>(
        this NpgsqlCommand statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (statement)
        {
            await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    /// <summary>Returns the first row, or the type's default; disposes of the statement.</summary>
    public static async ValueTask<T?> RowAsync<T>(
        this NpgsqlCommand statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (statement)
        {
            await using var reader = await statement.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? read(reader) : default;
        }
    }

    /// <summary>
    /// One transaction: committed when <paramref name="work"/> returns, rolled back when it throws. For reading, and for
    /// background work, which is repeated; writes that a caller waits for use <see cref="Writes"/>.
    /// </summary>
    public static ValueTask<T> TransactAsync<T>(
        this NpgsqlDataSource source, Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await work(connection);
            await transaction.CommitAsync(cancellationToken);
            return result;
        });

    public static DateTimeOffset Instant(this NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<DateTimeOffset>(column);

    public static string? Text(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    public static JsonText? Json(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new JsonText(reader.GetString(column));

    public static T? Maybe<T>(this NpgsqlDataReader reader, int column)
        where T : struct => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    /// <summary>A positional parameter: null is NULL.</summary>
    public static NpgsqlParameter Parameter(object? value) => new()
    {
        Value = value switch
        {
            null => DBNull.Value,
            IStatementParameter parameter => parameter.Value,
            _ => value,
        },
    };

    /// <summary>A parameter whose type cannot be inferred when it is null.</summary>
    public static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static NpgsqlCommand Bind(NpgsqlCommand command, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }
}
