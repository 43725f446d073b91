namespace Orleans.Batch;

/// <summary>Whether this process can accept work now.</summary>
public interface IServiceHealth
{
    /// <summary>Every reason why it cannot, as text for an operator; empty when it can.</summary>
    ValueTask<IReadOnlyList<string>> GetReasonsNotReadyAsync(CancellationToken cancellationToken);
}
