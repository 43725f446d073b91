namespace Orleans.Batch.Models;

/// <summary>Stored answers, and what requests cost. A request is reserved before it is sent, so that no cap is ever exceeded.</summary>
public interface IModelLedger
{
    /// <summary>Returns the stored answer of a project to a request; null when there is none.</summary>
    ValueTask<string?> FindAnswerAsync(long projectKey, Guid requestKey, CancellationToken cancellationToken);

    /// <summary>Reserves the most that a request can cost, in the caps of its batch and its project.</summary>
    /// <returns>Null when it is reserved; otherwise which cap stands against it, in words.</returns>
    ValueTask<string?> ReserveAsync(ModelSpend spend, CancellationToken cancellationToken);

    /// <summary>Ends a reservation with what the request cost, and stores its answer, in one transaction.</summary>
    /// <param name="reserved">What was reserved.</param>
    /// <param name="spent">What it cost.</param>
    /// <param name="requestKey">The request's key.</param>
    /// <param name="answer">The answer; null for one that is of no use.</param>
    /// <param name="cancellationToken">Cancels the wait; a repeat of the call then settles twice, so it is not repeated.</param>
    ValueTask SettleAsync(
        ModelSpend reserved, ModelSpend spent, Guid requestKey, string? answer, CancellationToken cancellationToken);

    /// <summary>Counts a window that a stored answer served, at no cost.</summary>
    ValueTask CountReplayAsync(long projectKey, long batchKey, CancellationToken cancellationToken);
}

/// <summary>What one request takes, at most or in fact.</summary>
/// <param name="ProjectKey">The project.</param>
/// <param name="BatchKey">The batch; 0 for live writes.</param>
/// <param name="InputTokens">Input tokens.</param>
/// <param name="OutputTokens">Output tokens.</param>
/// <param name="Cost">The price in millionths of the currency.</param>
public readonly record struct ModelSpend(long ProjectKey, long BatchKey, long InputTokens, long OutputTokens, long Cost)
{
    /// <summary>Input and output tokens.</summary>
    public long Tokens => InputTokens + OutputTokens;
}
