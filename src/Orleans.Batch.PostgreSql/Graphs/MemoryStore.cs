using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Users, threads, graphs and their content.</summary>
/// <param name="database">The database.</param>
public sealed partial class MemoryStore(Database database) : IMemoryStore
{
    private ValueTask<T?> FindOneAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values) =>
        StoreFaults.Translate(() => database.Requests.Statement(sql, values).RowAsync(read, cancellationToken));

    private ValueTask<T?> ChangeOneAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values) =>
        database.WriteAsync(connection => connection.Statement(sql, values).RowAsync(read, cancellationToken), cancellationToken);

    private static BatchServiceException AlreadyExists(string message) =>
        BatchServiceException.Invalid(ErrorCodes.AlreadyExists, message);
}
