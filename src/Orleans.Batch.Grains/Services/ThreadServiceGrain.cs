using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about threads, for .NET services.</summary>
[GrainType("orleans-batch.thread-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class ThreadServiceGrain(IThreadClient threads) : Grain, IThreadServiceGrain
{
    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken) =>
        threads.CreateThreadAsync(project, threadId, userId, cancellationToken);

    public ValueTask DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken) =>
        threads.DeleteThreadAsync(project, threadId, cancellationToken);

    public ValueTask<ThreadPage> ListThreadsAsync(
        ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        threads.ListThreadsAsync(project, query, cancellationToken);

    public ValueTask<ThreadMessages> GetMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken) =>
        threads.GetMessagesAsync(project, threadId, query, cancellationToken);

    public ValueTask<ThreadSummary> GetSummaryAsync(ProjectId project, string threadId, CancellationToken cancellationToken) =>
        threads.GetSummaryAsync(project, threadId, cancellationToken);

    public async ValueTask<IReadOnlyList<ThreadSummary>> ListSummariesAsync(
        ProjectId project, GraphTarget target, Guid? after, int limit, CancellationToken cancellationToken) =>
        (await threads.ListSummariesAsync(project, target, after, limit, cancellationToken)).ToArray();

    public ValueTask<Guid> SummarizeAsync(
        ProjectId project, string threadId, Guid taskId, CancellationToken cancellationToken) =>
        threads.SummarizeAsync(project, threadId, taskId, cancellationToken);

    public async ValueTask<IReadOnlyList<MemoryThread>> GetUserThreadsAsync(
        ProjectId project, string userId, CancellationToken cancellationToken) =>
        (await threads.GetUserThreadsAsync(project, userId, cancellationToken)).ToArray();
}
