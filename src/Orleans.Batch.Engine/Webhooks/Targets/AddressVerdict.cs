namespace Orleans.Batch.Webhooks;

/// <summary>Whether an address and port may be called.</summary>
/// <param name="Refusal">Why not; null when it may.</param>
/// <param name="ByOperator">Whether the operator's list allows it; such targets may also be plain http.</param>
public readonly record struct AddressVerdict(string? Refusal, bool ByOperator)
{
    /// <summary>Whether it may be called.</summary>
    public bool Allowed => Refusal is null;
}
