using Npgsql;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>
/// Stored answers, and the budgets of batches and projects. A request locks at most its answer, its project's row and its batch's
/// row, always in this order. Uses the connections for background work: many requests of one project wait for its row.
/// </summary>
internal sealed class ModelLedger(Database database) : IModelLedger
{
    private const string Reserve =
        $"""
        INSERT INTO model_budget AS b (batch_key, project_key, reserved_input_tokens, reserved_output_tokens, reserved_cost)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (batch_key, project_key) DO UPDATE SET
            reserved_input_tokens = b.reserved_input_tokens + $3,
            reserved_output_tokens = b.reserved_output_tokens + $4,
            reserved_cost = b.reserved_cost + $5
        WHERE (b.max_tokens IS NULL OR {BudgetRows.TokensUsed} + $3 + $4 <= b.max_tokens)
          AND (b.max_cost IS NULL OR {BudgetRows.CostUsed} + $5 <= b.max_cost)
        """;

    private const string Settle =
        """
        UPDATE model_budget SET
            reserved_input_tokens = reserved_input_tokens - $3,
            reserved_output_tokens = reserved_output_tokens - $4,
            reserved_cost = reserved_cost - $5,
            spent_input_tokens = spent_input_tokens + $6,
            spent_output_tokens = spent_output_tokens + $7,
            spent_cost = spent_cost + $8,
            calls = calls + $9,
            calls_without_use = calls_without_use + $10
        WHERE batch_key = $1 AND project_key = $2
        """;

    // Two processes may have asked the same: the first answer stays, since facts may have been taken from it.
    private const string Store =
        "INSERT INTO model_answer (project_key, request_key, answer) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

    private const string CountReplay =
        """
        INSERT INTO model_budget AS b (batch_key, project_key, replays) VALUES ($1, $2, 1)
        ON CONFLICT (batch_key, project_key) DO UPDATE SET replays = b.replays + 1
        """;

    // The commit of the facts, which follows, flushes it too. What a crash of PostgreSQL takes before is like a request in flight: what
    // was reserved for it counts as spent.
    private const string CommitWithoutFlush = "SELECT set_config('synchronous_commit', 'off', true)";

    /// <inheritdoc/>
    public ValueTask<string?> FindAnswerAsync(long projectKey, Guid requestKey, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Background
            .Statement("SELECT answer FROM model_answer WHERE project_key = $1 AND request_key = $2", projectKey, requestKey)
            .RowAsync(r => (string?)r.GetString(0), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<string?> ReserveAsync(ModelSpend spend, CancellationToken cancellationToken) =>
        WriteAsync(
            async transaction =>
            {
                await using var batch = transaction.Batch();
                var owners = Owners(spend);
                var commands = Array.ConvertAll(
                    owners, o => Add(batch, Reserve, o, spend.ProjectKey, spend.InputTokens, spend.OutputTokens, spend.Cost));
                await transaction.RunAsync(batch, cancellationToken);
                var refusing = Array.FindIndex(commands, c => c.RecordsAffected == 0);
                if (refusing >= 0)
                {
                    transaction.Abandon();
                    return await BudgetRows.ExplainAsync(transaction, owners[refusing], spend, cancellationToken);
                }

                return null;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SettleAsync(
        ModelSpend reserved, ModelSpend spent, Guid requestKey, string? answer, CancellationToken cancellationToken) =>
        await WriteAsync(
            async transaction =>
            {
                await using var batch = transaction.Batch();
                Add(batch, CommitWithoutFlush);
                if (answer is not null)
                {
                    Add(batch, Store, reserved.ProjectKey, requestKey, StorableText.From(answer));
                }

                var calls = answer is not null || spent.Tokens > 0 ? 1L : 0;
                foreach (var owner in Owners(reserved))
                {
                    Add(
                        batch, Settle, owner, reserved.ProjectKey,
                        reserved.InputTokens, reserved.OutputTokens, reserved.Cost,
                        spent.InputTokens, spent.OutputTokens, spent.Cost,
                        calls, answer is null ? calls : 0);
                }

                return await transaction.RunAsync(batch, cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask CountReplayAsync(long projectKey, long batchKey, CancellationToken cancellationToken) =>
        await WriteAsync(
            async transaction =>
            {
                await using var batch = transaction.Batch();
                foreach (var owner in Owners(new ModelSpend(projectKey, batchKey, 0, 0, 0)))
                {
                    Add(batch, CountReplay, owner, projectKey);
                }

                return await transaction.RunAsync(batch, cancellationToken);
            },
            cancellationToken);

    // The project's row first; a live write has no batch.
    private static long[] Owners(ModelSpend spend) =>
        spend.BatchKey == BudgetRows.Project ? [BudgetRows.Project] : [BudgetRows.Project, spend.BatchKey];

    private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(Statements.Parameter(value));
        }

        batch.BatchCommands.Add(command);
        return command;
    }

    private ValueTask<T> WriteAsync<T>(Func<WriteTransaction, ValueTask<T>> work, CancellationToken cancellationToken) =>
        database.WriteAsync(database.Background, key: null, work, cancellationToken);
}
