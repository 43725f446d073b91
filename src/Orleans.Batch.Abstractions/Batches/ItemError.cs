namespace Orleans.Batch;

/// <summary>Why an item failed or was canceled.</summary>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What is wrong with it and what to do; at most 2,000 characters.</param>
/// <param name="Retryable">Whether sending it again unchanged could help.</param>
/// <param name="Attempts">How often it was tried.</param>
public sealed record ItemError(string Code, string Message, bool Retryable, int Attempts);
