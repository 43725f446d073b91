using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// Orleans' own tables, for its ADO.NET providers of clustering, grain storage and reminders at version 10.4.2. They
/// belong to the schema and are empty without a cluster.
/// </summary>
public static class OrleansTables
{
    /// <summary>Their schema, separate from the product's: Orleans' queries name none.</summary>
    public const string SchemaName = "orleans_batch_cluster";

    // The queries that DbStoredQueries and AdoNetGrainStorage of Orleans 10.4.2 request. The schema has them in the version of
    // 10.2.2, which 10.4.2 supports; its optional CleanupDefunctSiloEntryKey is not among them.
    private static readonly string[] Queries =
    [
        "GatewaysQueryKey", "MembershipReadRowKey", "MembershipReadAllKey", "InsertMembershipVersionKey",
        "UpdateIAmAlivetimeKey", "InsertMembershipKey", "UpdateMembershipKey", "DeleteMembershipTableEntriesKey",
        "CleanupDefunctSiloEntriesKey",
        "ReadReminderRowsKey", "ReadRangeRows1Key", "ReadRangeRows2Key", "ReadReminderRowKey", "UpsertReminderRowKey",
        "DeleteReminderRowKey", "DeleteReminderRowsKey",
        "WriteToStorageKey", "ReadFromStorageKey", "ClearStorageKey", "DeleteStorageKey",
    ];

    /// <summary>The connection string for Orleans' providers: one small pool for all of them.</summary>
    /// <param name="connectionString">The connection string of the batches' database.</param>
    /// <param name="maxConnections">How many connections this process may open with it.</param>
    public static string ConnectionString(string connectionString, int maxConnections = 8) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = SchemaName,
            ApplicationName = "Orleans.Batch cluster",
            MaxPoolSize = maxConnections,
            CommandTimeout = 15,
            KeepAlive = 15,
        }.ConnectionString;

    /// <summary>Ensures that Orleans will find every query it requests, before a silo fails over a missing one.</summary>
    /// <exception cref="SchemaMismatchException">Some are missing.</exception>
    /// <exception cref="TransientStoreException">The database cannot answer now; retry.</exception>
    public static ValueTask<bool> RequireAsync(Database database, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var there = await database.Background
                .Statement($"SELECT to_regclass('{SchemaName}.orleansquery') IS NOT NULL")
                .RowAsync(r => r.GetBoolean(0), cancellationToken);
            var known = there
                ? await database.Background
                    .Statement($"SELECT querykey FROM {SchemaName}.orleansquery").RowsAsync(r => r.GetString(0), cancellationToken)
                : [];
            var missing = Queries.Except(known).ToList();
            return missing.Count == 0 ? true : throw new SchemaMismatchException(
                $"Queries that Orleans needs are missing from {SchemaName}.orleansquery: {string.Join(", ", missing)}. "
                + "Let a program of this version apply its schema to the database, and undo what was changed there by hand.");
        });
}
