namespace Orleans.Batch.EndToEnd.Outcomes;

/// <summary>A call of the API that writes.</summary>
/// <param name="Operation">Method and path as in the OpenAPI document, then, where one operation has several cases, which.</param>
/// <param name="PrepareAsync">Makes what the call needs, afresh each time.</param>
internal sealed record WriteCase(string Operation, Func<OutcomeSite, Task<WriteCall>> PrepareAsync)
{
    /// <summary>The key in the OpenAPI document: method and path.</summary>
    public string DocumentedAs => string.Join(' ', Operation.Split(' ')[..2]);

    /// <summary>Whether the call is tried again by the server itself, so that a commit that got lost is made up for.</summary>
    public bool IsRetried { get; init; }

    /// <summary>Whether the call takes an Idempotency-Key.</summary>
    public bool TakesKey { get; init; }

    public override string ToString() => Operation;
}
