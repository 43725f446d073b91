using Npgsql;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>The rows of <c>model_budget</c>.</summary>
internal static class BudgetRows
{
    /// <summary>The batch_key of a project's row.</summary>
    public const long Project = 0;

    public const string TokensUsed =
        "b.spent_input_tokens + b.spent_output_tokens + b.reserved_input_tokens + b.reserved_output_tokens";

    public const string CostUsed = "b.spent_cost + b.reserved_cost";

    public const string Columns =
        """
        max_tokens, max_cost, reserved_input_tokens, reserved_output_tokens, reserved_cost,
        spent_input_tokens, spent_output_tokens, spent_cost, calls, calls_without_use, replays
        """;

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static ModelBudget Read(NpgsqlDataReader r) => new()
    {
        Caps = new(r.Maybe<long>(0), r.Maybe<long>(1)),
        Reserved = new(r.GetInt64(2), r.GetInt64(3), r.GetInt64(4)),
        Spent = new(r.GetInt64(5), r.GetInt64(6), r.GetInt64(7)),
        Calls = r.GetInt64(8),
        CallsWithoutUse = r.GetInt64(9),
        Replays = r.GetInt64(10),
    };

    /// <summary>Which cap stands against a request, in words that do not change from one request to the next.</summary>
    /// <param name="connection">The transaction that found it.</param>
    /// <param name="owner">The batch_key of the row.</param>
    /// <param name="spend">The most that the request takes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async ValueTask<string> ExplainAsync(
        NpgsqlConnection connection, long owner, ModelSpend spend, CancellationToken cancellationToken)
    {
        var (maxTokens, maxCost, tokens) = await connection
            .Statement(
                $"SELECT max_tokens, max_cost, {TokensUsed} FROM model_budget b WHERE batch_key = $1 AND project_key = $2",
                owner, spend.ProjectKey)
            .RowAsync(r => (r.Maybe<long>(0), r.Maybe<long>(1), r.GetInt64(2)), cancellationToken);
        var what = owner == Project ? "project" : "batch";
        return maxTokens is { } most && tokens + spend.Tokens > most
            ? FormattableString.Invariant($"The {what} has no room for another request under its cap of {most} tokens.")
            : FormattableString.Invariant($"The {what} has no room for another request under its cost cap of {maxCost / 1_000_000m:0.######}.");
    }
}
