using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.Engine.IntegrationTests.Realtime;

/// <summary>The real-time queue with gates: it can block readers or writers, and counts conflicts.</summary>
internal sealed class HeldQueue(RealtimeQueue queue) : IRealtimeQueue
{
    private TaskCompletionSource _reads = Opened();
    private TaskCompletionSource _commits = Opened();
    private int _conflicts;

    public int Conflicts => _conflicts;

    /// <summary>Adds it to an engine.</summary>
    public static void Build(IServiceCollection services)
    {
        services.AddSingleton<RealtimeQueue>();
        services.AddSingleton<HeldQueue>();
        services.Replace(ServiceDescriptor.Singleton<IRealtimeQueue>(s => s.GetRequiredService<HeldQueue>()));
    }

    public void HoldReads() => _reads = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void HoldCommits() => _commits = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo()
    {
        _reads.TrySetResult();
        _commits.TrySetResult();
    }

    public async ValueTask<RealtimeChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken)
    {
        await _reads.Task.WaitAsync(cancellationToken);
        return await queue.ReadAsync(graphKey, cancellationToken);
    }

    public async ValueTask<CommitOutcome> CommitAsync(ProcessedRealtime chunk, CancellationToken cancellationToken)
    {
        await _commits.Task.WaitAsync(cancellationToken);
        var outcome = await queue.CommitAsync(chunk, cancellationToken);
        if (outcome == CommitOutcome.Conflict)
        {
            Interlocked.Increment(ref _conflicts);
        }

        return outcome;
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
