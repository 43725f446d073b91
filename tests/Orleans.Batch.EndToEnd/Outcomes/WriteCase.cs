namespace Orleans.Batch.EndToEnd.Outcomes;

/// <summary>A call of the API that writes.</summary>
/// <param name="Operation">Method and path as in the OpenAPI document, and a name if one operation has several cases.</param>
/// <param name="PrepareAsync">Creates what the call needs, anew each time.</param>
internal sealed record WriteCase(string Operation, Func<OutcomeSite, Task<WriteCall>> PrepareAsync)
{
    /// <summary>The key in the OpenAPI document: method and path.</summary>
    public string DocumentedAs => string.Join(' ', Operation.Split(' ')[..2]);

    /// <summary>Whether the server itself tries the call again, which makes up for a lost commit.</summary>
    public bool IsRetried { get; init; }

    /// <summary>Whether the call takes an Idempotency-Key.</summary>
    public bool TakesKey { get; init; }

    public override string ToString() => Operation;
}
