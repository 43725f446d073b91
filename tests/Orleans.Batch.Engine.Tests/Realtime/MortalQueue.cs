using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Leases;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.Realtime;
using Orleans.Batch.Work;

namespace Orleans.Batch.Engine.Tests.Realtime;

/// <summary>
/// The real-time queue of a process that dies of episodes of a certain date: from then on it commits nothing, and its lease
/// is not given back.
/// </summary>
internal sealed class MortalQueue(RealtimeQueue queue, TaskCompletionSource death) : IRealtimeQueue
{
    /// <summary>The date of an episode that kills.</summary>
    public static readonly DateTimeOffset Fatal = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Completes when it dies.</summary>
    public Task Death => death.Task;

    /// <summary>Puts it into an engine, which takes up at once what its predecessor left.</summary>
    public static void Build(IServiceCollection services)
    {
        var death = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        services.AddSingleton<RealtimeQueue>();
        services.AddSingleton(s => new MortalQueue(s.GetRequiredService<RealtimeQueue>(), death));
        services.Replace(ServiceDescriptor.Singleton<IRealtimeQueue>(s => s.GetRequiredService<MortalQueue>()));
        services.AddSingleton<HostLease>();
        services.Replace(ServiceDescriptor.Singleton<IHostLease>(
            s => new MortalLease(s.GetRequiredService<HostLease>(), death.Task)));
        services.PostConfigure<StepOptions>(o => o.StopTimeout = TimeSpan.Zero);
    }

    public ValueTask<RealtimeChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken) =>
        queue.ReadAsync(graphKey, cancellationToken);

    public async ValueTask<CommitOutcome> CommitAsync(ProcessedRealtime chunk, CancellationToken cancellationToken)
    {
        if (chunk.Results.Any(r => r.Item.ReferenceTime == Fatal))
        {
            death.TrySetResult();
        }

        if (death.Task.IsCompleted)
        {
            // Nor when the silo stops: an episode that ends makes room for others, which would be in flight in a dead silo then.
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        return await queue.CommitAsync(chunk, cancellationToken);
    }

    private sealed class MortalLease(HostLease lease, Task death) : IHostLease
    {
        public LeaseReach Reach => lease.Reach;

        public Task AcquireAsync(CancellationToken cancellationToken) => lease.AcquireAsync(cancellationToken);

        public Task WaitUntilLostAsync(CancellationToken cancellationToken) => lease.WaitUntilLostAsync(cancellationToken);

        public Task ReleaseAsync(CancellationToken cancellationToken) =>
            death.IsCompleted ? Task.CompletedTask : lease.ReleaseAsync(cancellationToken);
    }
}
