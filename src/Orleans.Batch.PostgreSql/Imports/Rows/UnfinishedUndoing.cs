using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports.Rows;

/// <summary>Whether an import is being undone: then its rows and batches are needed.</summary>
internal static class UnfinishedUndoing
{
    private const string Find = "SELECT true FROM import_undo WHERE import_key = $1 AND ended_at IS NULL";

    /// <summary>Whether it is; its caller holds its exclusive lock (<see cref="ImportLock"/>).</summary>
    public static async ValueTask<bool> IsOfAsync(
        NpgsqlConnection connection, LockedImport import, CancellationToken cancellationToken) =>
        import.Undone && await connection.Statement(Find, import.Key).RowAsync(r => true, cancellationToken);
}
