using Orleans.Batch.Cluster;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>Orleans' membership table, in this database.</summary>
internal sealed class MembershipCleanup(Database database) : IMembershipCleanup
{
    private static readonly string[] Tables = ["orleansmembershiptable", "orleansmembershipversiontable"];

    /// <inheritdoc/>
    public async ValueTask RemoveClustersAsync(string prefix, string except, CancellationToken cancellationToken) =>
        await StoreFaults.Translate(async () =>
        {
            foreach (var table in Tables)
            {
                await database.Background
                    .Statement(
                        $"DELETE FROM {OrleansTables.SchemaName}.{table} WHERE starts_with(deploymentid, $1) AND deploymentid <> $2", prefix, except)
                    .RunAsync(cancellationToken);
            }

            return true;
        });
}
