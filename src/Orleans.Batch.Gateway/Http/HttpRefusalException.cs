namespace Orleans.Batch.Gateway.Http;

/// <summary>A refusal that exists on the wire only, with a status that the client interfaces do not have.</summary>
internal sealed class HttpRefusalException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The rest of the body will not be read, so the connection cannot be used again.</summary>
    public bool Close { get; init; }
}
