namespace Orleans.Batch.Models;

/// <summary>A request to a model, before it is sent.</summary>
/// <param name="Key">
/// 128 bits of the SHA-256 of model, prompt, schema, instructions, and what the answer is made from. Of a window that is its turns
/// and declared types, and not what the graph holds already: the same text has the same key in any graph, so that a stored answer
/// serves again.
/// </param>
/// <param name="System">The instructions of the prompt.</param>
/// <param name="User">What they are about.</param>
/// <param name="InputTokens">How many tokens both have, at most.</param>
/// <param name="MaxOutputTokens">How many tokens the answer may have.</param>
/// <param name="Format">The form of the answer.</param>
public sealed record ModelRequest(Guid Key, string System, string User, int InputTokens, int MaxOutputTokens, AnswerFormat Format);

/// <summary>The form of an answer: a JSON object.</summary>
/// <param name="Name">The name of the form.</param>
/// <param name="Schema">Its JSON schema.</param>
public sealed record AnswerFormat(string Name, string Schema);

/// <summary>The answer of a model.</summary>
/// <param name="Text">What it wrote.</param>
/// <param name="InputTokens">How many tokens it read, as it says; an estimate where it does not.</param>
/// <param name="OutputTokens">How many tokens it wrote.</param>
/// <param name="Limits">What the response says of limits.</param>
public sealed record ModelAnswer(string Text, long InputTokens, long OutputTokens, EndpointLimits Limits);

/// <summary>What the headers of a response say of the endpoint's limits.</summary>
/// <param name="RetryAfter">How long to wait before the next request.</param>
/// <param name="RemainingRequests">How many requests are left until the reset.</param>
/// <param name="RemainingTokens">How many tokens are left until the reset.</param>
/// <param name="ResetAfter">How long until they are restored.</param>
[GenerateSerializer]
[Alias("orleans-batch.model-endpoint-limits.v1")]
[Immutable]
public readonly record struct EndpointLimits(
    [property: Id(0)] TimeSpan? RetryAfter,
    [property: Id(1)] long? RemainingRequests,
    [property: Id(2)] long? RemainingTokens,
    [property: Id(3)] TimeSpan? ResetAfter);
