using System.Text.Json;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Api;

/// <summary>The result of one request.</summary>
/// <param name="Attempt">The attempt, as recorded.</param>
/// <param name="Body">The JSON, if there was an answer.</param>
/// <param name="IsReplayed">Whether it is marked as a repetition of the first answer.</param>
public sealed record ApiResponse(Attempt Attempt, JsonElement Body, bool IsReplayed)
{
    public bool IsDone => Attempt.Outcome == Outcome.Done;

    public string? Code => Attempt.Code;

    /// <summary>Whether Zep's SDKs send the request again by themselves.</summary>
    public bool IsRetriedBySdk => Attempt.Status is 408 or 429 or >= 500;

    /// <summary>Whether a caller with a key repeats the call, because the outcome is unknown.</summary>
    public bool IsOpenUnderKey => Attempt.Outcome is Outcome.Unknown or Outcome.NotSent || IsRetriedBySdk || Code == "idempotency_in_flight";
}
