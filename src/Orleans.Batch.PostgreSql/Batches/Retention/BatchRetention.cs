using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// Removes data of ended batches: first the lanes, which only ingestion needs, later the batch itself. Each call
/// is one short step.
/// </summary>
internal sealed class BatchRetention(Database database, IOptions<BatchOptions> options) : IBatchRetention
{
    // Skips rows that another process has locked.
    private const string NextWithLanes =
        $"""
        SELECT batch_key FROM batch
        WHERE status >= {Stored.BatchStatus.Succeeded} AND lane_count IS NOT NULL AND NOT lanes_removed AND completed_at < (SELECT sql_now() - $1)
        ORDER BY completed_at LIMIT 1 FOR UPDATE SKIP LOCKED
        """;

    // Canceled lanes stay: they record that their items are canceled.
    private const string RemoveLaneItems =
        $"""
        DELETE FROM lane_item WHERE ctid = ANY (ARRAY(
            SELECT i.ctid FROM lane l JOIN lane_item i ON i.lane_key = l.lane_key
            WHERE l.lane_key >= ($1 << 20) AND l.lane_key < (($1 + 1) << 20) AND l.state = {Stored.LaneState.Ended} LIMIT $2))
        """;

    private const string RemoveLanes =
        $"""
        DELETE FROM lane WHERE lane_key = ANY (ARRAY(
            SELECT lane_key FROM lane
            WHERE lane_key >= ($1 << 20) AND lane_key < (($1 + 1) << 20) AND state = {Stored.LaneState.Ended} ORDER BY lane_key LIMIT $2))
        """;

    // A batch whose items another batch retries goes before that one: its payloads pass to it. A proposal that is open, or being
    // applied, keeps its batch: removing it would lose what was paid for. An import that is being undone needs its batches.
    private const string NextExpired =
        $"""
        SELECT batch_key, project_key FROM batch b
        WHERE completed_at < (SELECT sql_now() - $1) AND NOT EXISTS (SELECT FROM batch o WHERE o.batch_uuid = b.retry_of)
          AND NOT (b.replaces AND EXISTS (
              SELECT FROM proposal p WHERE p.batch_key = b.batch_key
                AND p.state IN ({Stored.ProposalState.Open}, {Stored.ProposalState.Applying})
                AND EXISTS (SELECT FROM proposed_episode WHERE batch_key = b.batch_key)))
          AND NOT EXISTS (SELECT FROM import_undo u WHERE u.import_key = b.import_key AND u.ended_at IS NULL)
        ORDER BY completed_at LIMIT 1
        """;

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken)
    {
        var moreLanes = await StepAsync(c => RemoveLanesAsync(c, limit, cancellationToken), cancellationToken);
        var moreBatches = options.Value.KeepBatches is { } keep && await RetireAsync(keep, cancellationToken);
        var morePurges = await StepAsync(c => BatchPurge.StepAsync(c, limit, cancellationToken), cancellationToken);
        var moreIdentities = await StepAsync(
            c => IdentitySweep.StepAsync(c, options.Value.SweepIdentities, limit, cancellationToken), cancellationToken);
        return moreLanes || moreBatches || morePurges || moreIdentities;
    }

    private ValueTask<bool> StepAsync(Func<NpgsqlConnection, ValueTask<bool>> step, CancellationToken cancellationToken) =>
        database.Background.TransactAsync(
            async connection =>
            {
                await connection.Statement(RetryLock.ProbeOnly).RunAsync(cancellationToken);
                return await step(connection);
            },
            cancellationToken);

    private async ValueTask<bool> RemoveLanesAsync(NpgsqlConnection connection, int limit, CancellationToken cancellationToken)
    {
        var batchKey = await connection
            .Statement(NextWithLanes, options.Value.KeepLanes)
            .RowAsync(r => r.GetInt64(0), cancellationToken);
        if (batchKey == 0)
        {
            return false;
        }

        if (await connection.Statement(RemoveLaneItems, batchKey, (long)limit).RunAsync(cancellationToken) < limit
            && await connection.Statement(RemoveLanes, batchKey, (long)limit).RunAsync(cancellationToken) < limit)
        {
            await connection
                .Statement("UPDATE batch SET lanes_removed = true WHERE batch_key = $1", batchKey)
                .RunAsync(cancellationToken);
        }

        return true;
    }

    private async ValueTask<bool> RetireAsync(TimeSpan keep, CancellationToken cancellationToken)
    {
        var expired = await database.Background
            .Statement(NextExpired, keep)
            .RowAsync(r => ((long Batch, long Project)?)(r.GetInt64(0), r.GetInt64(1)), cancellationToken);
        return expired is { } batch && await database.Background.TransactAsync(
            connection => BatchPurge.BeginAsync(connection, batch.Batch, batch.Project, cancellationToken), cancellationToken);
    }
}
