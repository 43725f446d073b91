using NpgsqlTypes;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>The budgets of batches and projects, for their callers.</summary>
internal sealed class ModelBudgetStore(Database database) : IModelBudgetStore
{
    private const string SetCaps =
        $"""
        INSERT INTO model_budget (batch_key, project_key, max_tokens, max_cost) VALUES ($1, $2, $3, $4)
        ON CONFLICT (batch_key, project_key) DO UPDATE SET max_tokens = $3, max_cost = $4
        RETURNING {BudgetRows.Columns}
        """;

    /// <inheritdoc/>
    public ValueTask<ModelBudget> GetBudgetAsync(ProjectId project, Guid? batchId, CancellationToken cancellationToken) =>
        database.Requests.TransactAsync(
            async connection =>
            {
                var owner = batchId is { } id
                    ? (await BatchLookup.GetAsync(connection, project, id, cancellationToken)).BatchKey
                    : BudgetRows.Project;
                return await connection
                    .Statement($"SELECT {BudgetRows.Columns} FROM model_budget WHERE batch_key = $1 AND project_key = $2", owner, project.Value)
                    .RowAsync(BudgetRows.Read, cancellationToken) ?? new ModelBudget();
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ModelBudget> SetCapsAsync(ProjectId project, Guid? batchId, ModelCaps caps, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var owner = batchId is { } id
                    ? (await BatchLookup.LockAsync(transaction, project, id, cancellationToken)).BatchKey
                    : BudgetRows.Project;
                var statement = transaction.Statement(SetCaps, owner, project.Value);
                statement.Parameters.Add(Statements.Nullable(caps.MaxTokens, NpgsqlDbType.Bigint));
                statement.Parameters.Add(Statements.Nullable(caps.MaxCost, NpgsqlDbType.Bigint));
                return (await statement.RowAsync(BudgetRows.Read, cancellationToken))!;
            },
            cancellationToken);
}
