namespace Orleans.Batch;

/// <summary>
/// The only exception that callers of this service handle: a refusal with its reason. Anything else is a fault.
/// </summary>
public sealed class BatchServiceException : Exception
{
    /// <summary>Creates a refusal.</summary>
    /// <param name="kind">What the caller can do about it.</param>
    /// <param name="code">One of <see cref="ErrorCodes"/>; stable, for programs.</param>
    /// <param name="message">What is wrong, where, and what to do; for people.</param>
    /// <param name="inner">The cause, if any.</param>
    public BatchServiceException(ErrorKind kind, string code, string message, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Code = code;
    }

    /// <summary>What the caller can do about it.</summary>
    public ErrorKind Kind { get; }

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>Every problem found, at most 1,000 of them; empty when the message says it all.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>How many problems there are in all, listed or not.</summary>
    public int ProblemCount { get; init; }

    /// <summary>How long to wait before trying again, when that can help; null otherwise.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A refusal of a request with all its problems.</summary>
    public static BatchServiceException Invalid(string message, ProblemList problems) =>
        new(ErrorKind.InvalidRequest, problems.FirstCode ?? ErrorCodes.InvalidRequest, message)
        {
            Problems = problems.Listed,
            ProblemCount = problems.Count,
        };

    /// <summary>A refusal of a request with one reason.</summary>
    public static BatchServiceException Invalid(string code, string message) =>
        new(ErrorKind.InvalidRequest, code, message);

    /// <summary>There is no such thing in this project.</summary>
    public static BatchServiceException NotFound(string what, string id) =>
        new(ErrorKind.NotFound, ErrorCodes.NotFound, $"there is no {what} {id}");

    /// <summary>The thing's state does not allow this.</summary>
    public static BatchServiceException Conflict(string code, string message) =>
        new(ErrorKind.Conflict, code, message);
}
