using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Schema;

/// <summary>How much a database holds.</summary>
/// <param name="Projects">Projects.</param>
/// <param name="Graphs">Graphs, including those of users.</param>
/// <param name="Episodes">Episodes in them.</param>
/// <param name="Batches">Batches.</param>
/// <param name="Unfinished">Batches that were processed and have not ended.</param>
public sealed record DatabaseContents(long Projects, long Graphs, long Episodes, long Batches, long Unfinished)
{
    /// <summary>Whether the database has this product's schema, of any version.</summary>
    public static async Task<bool> HasSchemaAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"SELECT to_regclass('{Database.SchemaName}.schema_version') IS NOT NULL", connection);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Counts the rows of a migrated database; for a command, not for requests.</summary>
    public static async Task<DatabaseContents> CountAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT (SELECT count(*) FROM {Database.SchemaName}.project), (SELECT count(*) FROM {Database.SchemaName}.graph),
                   (SELECT count(*) FROM {Database.SchemaName}.graph_episode), (SELECT count(*) FROM {Database.SchemaName}.batch),
                   (SELECT count(*) FROM {Database.SchemaName}.batch WHERE status IN {Stored.BatchStatus.Unfinished})
            """,
            connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DatabaseContents(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
    }
}
