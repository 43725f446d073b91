namespace Orleans.Batch;

/// <summary>
/// A JSON value kept as the caller wrote it, so that it is echoed exactly, with numbers of any length and its key
/// order. The creator has checked that it is well-formed.
/// </summary>
/// <param name="Value">The JSON text.</param>
[GenerateSerializer]
[Alias("orleans-batch.json-text.v1")]
[Immutable]
public readonly record struct JsonText([property: Id(0)] string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
