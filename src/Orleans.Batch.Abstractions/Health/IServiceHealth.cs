namespace Orleans.Batch;

/// <summary>Whether this process can take work now.</summary>
public interface IServiceHealth
{
    /// <summary>Every reason why it cannot, in words for an operator; empty when it can.</summary>
    ValueTask<IReadOnlyList<string>> GetReasonsNotReadyAsync(CancellationToken cancellationToken);
}
