using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Ingestion;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

/// <summary>
/// A gate before the writer: the first chunk that holds a certain item waits there until the gate is opened, with all
/// earlier chunks committed.
/// </summary>
/// <param name="sequence">The sequence number of the item, in any batch.</param>
internal sealed class Gate(int sequence)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    /// <summary>Completes when a chunk waits at the gate.</summary>
    public Task Reached => _reached.Task.WaitAsync(Eventually.MaxWait);

    public void Open() => _opened.TrySetResult();

    /// <summary>Adds it to an engine.</summary>
    public void Build(IServiceCollection services)
    {
        services.AddSingleton<GroupCommitWriter>();
        services.Replace(ServiceDescriptor.Singleton<ILaneWriter>(
            s => new GatedWriter(s.GetRequiredService<GroupCommitWriter>(), this)));
    }

    private sealed class GatedWriter(GroupCommitWriter writer, Gate gate) : ILaneWriter
    {
        public async ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken)
        {
            if (chunk.Results.Any(r => r.Item.Sequence == gate.Sequence) && Interlocked.Exchange(ref gate._waiting, 1) == 0)
            {
                gate._reached.TrySetResult();
                await gate._opened.Task.WaitAsync(cancellationToken);
            }

            return await writer.CommitAsync(chunk, cancellationToken);
        }
    }

    private int Sequence => sequence;
}
