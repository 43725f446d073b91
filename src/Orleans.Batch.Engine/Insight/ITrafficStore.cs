namespace Orleans.Batch.Insight;

/// <summary>Real time and batches side by side.</summary>
public interface ITrafficStore
{
    /// <inheritdoc cref="IInsightClient.GetTrafficAsync"/>
    ValueTask<LiveTraffic> ReadTrafficAsync(ProjectId project, CancellationToken cancellationToken);
}
