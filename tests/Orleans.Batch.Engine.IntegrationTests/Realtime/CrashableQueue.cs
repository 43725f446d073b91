using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Cluster;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Guard;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.Engine.IntegrationTests.Realtime;

/// <summary>
/// The real-time queue of a process that crashes on episodes of a certain date: from then on it commits nothing, and does not
/// leave the database.
/// </summary>
internal sealed class CrashableQueue(RealtimeQueue queue, TaskCompletionSource death) : IRealtimeQueue
{
    /// <summary>The date of an episode that causes a crash.</summary>
    public static readonly DateTimeOffset Fatal = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Completes at the crash.</summary>
    public Task Death => death.Task;

    /// <summary>Adds it to an engine, which takes over its predecessor's work at once.</summary>
    public static void Build(IServiceCollection services)
    {
        var death = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        services.AddSingleton<RealtimeQueue>();
        services.AddSingleton(s => new CrashableQueue(s.GetRequiredService<RealtimeQueue>(), death));
        services.Replace(ServiceDescriptor.Singleton<IRealtimeQueue>(s => s.GetRequiredService<CrashableQueue>()));
        services.AddSingleton<DatabaseGuard>();
        services.Replace(ServiceDescriptor.Singleton<IDatabaseGuard>(
            s => new CrashableGuard(s.GetRequiredService<DatabaseGuard>(), death.Task)));
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
            // Nor when the silo stops: an episode that ends makes room for others, which would be in flight in a crashed silo then.
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
        }

        return await queue.CommitAsync(chunk, cancellationToken);
    }

    /// <summary>A crashed process does not leave the database.</summary>
    private sealed class CrashableGuard(DatabaseGuard guard, Task death) : IDatabaseGuard
    {
        public DatabaseReach Reach => guard.Reach;

        public Task AcquireAsync(string silo, CancellationToken cancellationToken) => guard.AcquireAsync(silo, cancellationToken);

        public Task WaitUntilLostAsync(CancellationToken cancellationToken) => guard.WaitUntilLostAsync(cancellationToken);

        public Task AdoptAsync(
            IReadOnlyCollection<string> dead, IReadOnlyCollection<string> members, CancellationToken cancellationToken) =>
            guard.AdoptAsync(dead, members, cancellationToken);

        public Task ReleaseAsync(CancellationToken cancellationToken) =>
            death.IsCompleted ? Task.CompletedTask : guard.ReleaseAsync(cancellationToken);
    }
}
