using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Models;

namespace Orleans.Batch.Grains.Models;

/// <summary>
/// Keeps limits through the cluster's limiter grains. A caller waits here for its place, and asks the grain again when the grain
/// says so. After half a minute it is told to come back itself, so that it sees whether it is still to go on.
/// </summary>
internal sealed class ClusterModelLimiter(IGrainFactory grains, IOptions<ModelOptions> options, TimeProvider time)
    : IModelLimiter, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A silo refuses calls to a grain with a thousand calls waiting; all processes together stay below.
    private const int MostCalls = 32;

    private readonly SemaphoreSlim _calls = new(MostCalls);
    private readonly ConcurrentDictionary<string, string> _keys = [];

    public async ValueTask<ModelPermit> AcquireAsync(string profile, int tokens, bool isLive, CancellationToken cancellationToken)
    {
        var tag = Tag(profile);
        Telemetry.ModelWaiting.Add(1, tag);
        try
        {
            return await WaitAsync(profile, tokens, isLive, cancellationToken);
        }
        finally
        {
            Telemetry.ModelWaiting.Add(-1, tag);
        }
    }

    public async ValueTask ReportAsync(string profile, CallReport report)
    {
        if (report is not { Tokens: null, Fault: null })
        {
            Count(profile, report);
        }

        await Grain(profile).ReportAsync(report);
    }

    public void Dispose() => _calls.Dispose();

    private static void Count(string profile, CallReport report)
    {
        var tag = Tag(profile);
        Telemetry.ModelRequests.Add(1, tag);
        Telemetry.ModelTokens.Add(report.Tokens ?? 0, tag);
        if (report.Fault is { } fault)
        {
            Telemetry.ModelFaults.Add(1, tag, new("fault", fault.ToString()));
        }
    }

    private static KeyValuePair<string, object?> Tag(string profile) => new("profile", profile);

    private async ValueTask<ModelPermit> WaitAsync(string profile, int tokens, bool isLive, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var permit = await AskAsync(profile, tokens, isLive, cancellationToken);
            var isToAskAgain = permit.Id == Guid.Empty && permit.HeldBecause is null;
            if (!isToAskAgain || time.GetElapsedTime(began) + permit.Wait > Patience)
            {
                return permit;
            }

            await Task.Delay(permit.Wait, time, cancellationToken);
        }
    }

    private async ValueTask<ModelPermit> AskAsync(string profile, int tokens, bool isLive, CancellationToken cancellationToken)
    {
        await _calls.WaitAsync(cancellationToken);
        ModelPermit permit;
        try
        {
            permit = await Grain(profile).AcquireAsync(RequestLimits.From(options.Value.Profiles[profile]), tokens, isLive);
        }
        finally
        {
            _calls.Release();
        }

        if (permit.Id != Guid.Empty && cancellationToken.IsCancellationRequested)
        {
            await Grain(profile).ReportAsync(new CallReport(permit.Id, null, null, null, default));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return permit;
    }

    // A profile's endpoint and key do not change while a process runs.
    private IModelLimiterGrain Grain(string profile) => grains.GetGrain<IModelLimiterGrain>(
        _keys.GetOrAdd(profile, static (name, profiles) => EndpointKey.From(profiles[name]), options.Value.Profiles));
}
