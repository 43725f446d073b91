using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Models;
using Orleans.Dashboard;

namespace Orleans.Batch.Grains.Models;

/// <summary>
/// Holds the limits of an endpoint in memory alone. A new activation begins as if nothing had been sent, with one request and a
/// rest of two seconds; requests that are in flight then are not counted any more.
/// </summary>
[GrainType("orleans-batch.model-limiter")]
[SiloRole(SiloRoles.Batch)]
[NoProfiling]
internal sealed class ModelLimiterGrain(TimeProvider time) : Grain, IModelLimiterGrain
{
    private readonly EndpointLimiter _limiter = new(time);

    public ValueTask<ModelPermit> AcquireAsync(RequestLimits limits, int tokens, bool isLive) =>
        ValueTask.FromResult(_limiter.Acquire(limits, tokens, isLive));

    public Task ReportAsync(CallReport report)
    {
        _limiter.Report(report);
        return Task.CompletedTask;
    }
}
