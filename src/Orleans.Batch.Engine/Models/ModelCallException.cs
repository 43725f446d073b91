namespace Orleans.Batch.Models;

/// <summary>Why a request to a model gave no answer that can be used.</summary>
public enum ModelFault
{
    /// <summary>The endpoint has too many requests (429).</summary>
    RateLimited,

    /// <summary>The endpoint cannot be reached, or fails (5xx, a timeout, a broken connection).</summary>
    Unavailable,

    /// <summary>The endpoint refuses the key, the model or the form of the request: only a change of the configuration helps.</summary>
    Refused,

    /// <summary>The request does not fit into the model's context.</summary>
    TooLarge,

    /// <summary>The answer was cut off at its most tokens.</summary>
    Truncated,

    /// <summary>The answer is not what was asked for.</summary>
    Malformed,
}

/// <summary>A request to a model that gave no answer that can be used.</summary>
public sealed class ModelCallException(ModelFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What went wrong.</summary>
    public ModelFault Fault => fault;

    /// <summary>What the response says of limits.</summary>
    public EndpointLimits Limits { get; init; }

    /// <summary>Input tokens that the endpoint counted although the answer is of no use.</summary>
    public long InputTokens { get; init; }

    /// <summary>Output tokens that the endpoint counted although the answer is of no use.</summary>
    public long OutputTokens { get; init; }
}
