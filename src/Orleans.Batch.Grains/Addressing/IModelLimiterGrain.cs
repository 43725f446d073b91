using Orleans.Batch.Models;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Addressing;

/// <summary>Keeps the limits of one endpoint and key for the whole cluster; its key is their <see cref="EndpointKey"/>.</summary>
[Alias("orleans-batch.model-limiter.v1")]
internal interface IModelLimiterGrain : IGrainWithStringKey
{
    /// <inheritdoc cref="EndpointLimiter.Acquire"/>
    ValueTask<ModelPermit> AcquireAsync(RequestLimits limits, int tokens, bool isLive);

    /// <summary>Ends a request. A report that is lost costs its place until that expires.</summary>
    [OneWay]
    Task ReportAsync(CallReport report);
}
