using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.Silo.Serving;

/// <summary>The database before anything runs on it: it may come up later than we do, and several processes start at once.</summary>
internal static class ClusterDatabase
{
    /// <summary>Waits for it, brings the schema up to this program's version, and checks what Orleans needs.</summary>
    /// <exception cref="DatabaseRefusedException">It cannot be used.</exception>
    /// <exception cref="SchemaMismatchException">It is newer than this program, or something of it is missing.</exception>
    public static async Task PrepareAsync(string connectionString, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        await OperatorDatabase.AwaitAsync(connectionString, logging, TimeProvider.System, cancellationToken);
        await using var database = new Database(connectionString);
        await new SchemaMigrator(database).MigrateAsync(cancellationToken);
        await OrleansTables.RequireAsync(database, cancellationToken);
    }
}
