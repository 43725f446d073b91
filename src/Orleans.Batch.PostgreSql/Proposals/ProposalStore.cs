using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Proposals.Removal;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Proposals;

/// <summary>Proposals in PostgreSQL.</summary>
internal sealed class ProposalStore(Database database) : IProposalStore
{
    private const int RowsPerStep = 5_000;

    private const string SetState =
        $"""
        WITH closed AS (
            UPDATE proposal SET state = $2,
                started_at = CASE WHEN $2 = {Stored.ProposalState.Applying} THEN t.now END,
                ended_at = CASE WHEN $2 = {Stored.ProposalState.Discarded} THEN t.now END
            FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = $1 RETURNING t.now)
        UPDATE batch SET updated_at = closed.now FROM closed WHERE batch_key = $1
        """;

    private const string Removed =
        $"UPDATE proposal SET has_rows = false WHERE batch_key = $1 AND state = {Stored.ProposalState.Discarded}";

    /// <inheritdoc/>
    public ValueTask<FactChangePage> ListChangesAsync(
        ProjectId project, Guid batchId, FactChangeQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var cursors = await database.CursorsAsync(cancellationToken);
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            var (batchKey, batch) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
            Require(batch);
            var rows = await connection
                .Statement(FactChangeRows.Select, batchKey, CursorLists.ReadChanges(cursors, batchKey, query.Cursor), query.Limit + 1L)
                .RowsAsync(FactChangeRows.Read, cancellationToken);
            return new FactChangePage(
                [.. rows.Take(query.Limit).Select(r => r.Change)],
                rows.Count > query.Limit ? cursors.Hide(CursorLists.FactChanges, batchKey, rows[query.Limit - 1].Key) : null);
        });

    /// <inheritdoc/>
    public ValueTask<SealedBatch> CloseAsync(
        ProjectId project, Guid batchId, ProposalState state, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var (batchKey, _, _) = await BatchLookup.LockAsync(connection, project, batchId, cancellationToken);
                var (_, batch) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
                var proposal = Require(batch);
                if (batch.CompletedAt is null)
                {
                    throw BatchServiceException.Conflict(
                        ErrorCodes.StillRunning, $"batch {batchId} has not ended: wait for it, or cancel it, then apply or discard what it proposes");
                }

                RequireOpen(batchId, proposal);
                await connection.Statement(SetState, batchKey, (short)state).RunAsync(cancellationToken);
                var (_, closed) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
                return new SealedBatch(batchKey, closed);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> StepAsync(long batchKey, CancellationToken cancellationToken) =>
        database.Background.TransactAsync(connection => StepAsync(connection, batchKey, cancellationToken), cancellationToken);

    private static async ValueTask<bool> StepAsync(NpgsqlConnection connection, long batchKey, CancellationToken cancellationToken)
    {
        var state = await connection
            .Statement("SELECT state FROM proposal WHERE batch_key = $1", batchKey)
            .RowAsync(r => (ProposalState?)r.GetInt16(0), cancellationToken);
        switch (state)
        {
            case ProposalState.Applying:
                return await ProposalApplication.StepAsync(connection, batchKey, cancellationToken);
            case ProposalState.Discarded when await ProposalRemoval.StepAsync(connection, batchKey, RowsPerStep, cancellationToken):
                return true;
            case ProposalState.Discarded:
                await connection.Statement(Removed, batchKey).RunAsync(cancellationToken);
                return false;
            default:
                return false;
        }
    }

    private static FactProposal Require(BatchSummary batch) => batch.Proposal ?? throw BatchServiceException.Conflict(
        ErrorCodes.NoProposal,
        $"batch {batch.BatchId} proposes no facts: only an extraction with replace true does");

    private static void RequireOpen(Guid batchId, FactProposal proposal)
    {
        var closed = proposal.State switch
        {
            ProposalState.Open => null,
            ProposalState.Applying => "is being applied",
            ProposalState.Applied => "was applied",
            _ => "was discarded",
        };
        if (closed is not null)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.ProposalClosed, $"the proposal of batch {batchId} {closed}: to extract its episodes once more, make a new batch");
        }
    }
}
