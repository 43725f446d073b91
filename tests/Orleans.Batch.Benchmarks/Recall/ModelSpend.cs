using System.Globalization;
using System.Text.Json.Nodes;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>What requests to a model have taken.</summary>
/// <param name="Requests">How many there were.</param>
/// <param name="InputTokens">What the model has read.</param>
/// <param name="OutputTokens">What it has written.</param>
/// <param name="Cost">The price of both at the given prices.</param>
/// <param name="Unextracted">How many turns no answer could be used for.</param>
internal sealed record ModelSpend(long Requests, long InputTokens, long OutputTokens, decimal Cost, long Unextracted)
{
    /// <summary>What an ended batch has taken; null where no model extracted.</summary>
    public static ModelSpend? FromBatch(JsonNode batch) => batch["model_run"] is { } run
        ? new(
            (long)run["requests"]!,
            (long)run["input_tokens"]!,
            (long)run["output_tokens"]!,
            (decimal)run["cost"]!,
            (long)batch["progress"]!["unextracted_items"]!)
        : null;

    /// <summary>The sum of all.</summary>
    public static ModelSpend? Sum(IReadOnlyCollection<ModelSpend> all) => all.Count == 0
        ? null
        : new(all.Sum(s => s.Requests), all.Sum(s => s.InputTokens), all.Sum(s => s.OutputTokens), all.Sum(s => s.Cost), all.Sum(s => s.Unextracted));

    /// <summary>The figures as a line.</summary>
    /// <param name="turns">How many turns there are.</param>
    /// <param name="hasPrices">Whether the cost means anything.</param>
    public string Format(int turns, bool hasPrices)
    {
        var each = 1.0 / turns;
        var cost = hasPrices
            ? string.Create(CultureInfo.InvariantCulture, $"cost {Cost:0.####}, {1_000 * Cost / turns:0.####} per 1,000 turns")
            : "no cost without both prices";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"model: {Requests:N0} requests, {Requests * each:0.000} a turn; tokens a turn: {InputTokens * each:0} in, {OutputTokens * each:0} out; {cost}; {Unextracted:N0} turns without a usable answer");
    }
}
