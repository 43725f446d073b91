using Orleans.Serialization.Cloning;

namespace Orleans.Batch.Client;

/// <summary>Hands contract values on within a process as they are: they are immutable.</summary>
internal sealed class ContractCopier : IGeneralizedCopier
{
    /// <inheritdoc/>
    public bool IsSupportedType(Type type) => BatchContracts.IsContract(type);

    /// <inheritdoc/>
    public object? DeepCopy(object? input, CopyContext context) => input;
}
