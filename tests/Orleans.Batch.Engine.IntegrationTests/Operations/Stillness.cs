using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Maintenance;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.Work;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

/// <summary>
/// Makes an engine search for unfinished work once, when it starts, and clean up nothing: from then on it does only what it is
/// told. It comes after the other sources of recovery, so that its turn is the end of that search.
/// </summary>
internal sealed class Stillness : IUnfinishedWork
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the end of the search at the start.</summary>
    public Task Begun => _begun.Task.WaitAsync(Eventually.MaxWait);

    /// <summary>Adds it to an engine.</summary>
    public void Build(IServiceCollection services)
    {
        services.AddSingleton<IUnfinishedWork>(this);
        services.PostConfigure<TestSweepOptions>(o => o.Interval = TimeSpan.FromHours(1));
        services.Remove(services.Single(s => s.ImplementationType == typeof(Housekeeping)));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WorkKey> ScanAsync(
        int shard, int shards, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        await Task.CompletedTask;
        yield break;
    }
}
