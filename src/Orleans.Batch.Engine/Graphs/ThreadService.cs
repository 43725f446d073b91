using Microsoft.Extensions.Options;
using Orleans.Batch.Models;
using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>Threads and their messages: validates input and calls the store.</summary>
internal sealed class ThreadService(
    IThreadStore store, ISummaryStore summaries, IDestinationDeletion deletion, IWakeups wakeups, IOptions<ModelOptions> models) : IThreadClient
{
    /// <inheritdoc/>
    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken)
    {
        FieldRules.Check(threadId, userId);
        return ServiceGuard.RunAsync(() => store.CreateThreadAsync(project, threadId, userId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        return GraphGuard.DeleteAsync("thread", threadId, wakeups, () => deletion.DeleteThreadAsync(project, threadId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<ThreadPage> ListThreadsAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken)
    {
        var bounded = QueryRules.Bound(query);
        return ServiceGuard.RunAsync(() => store.ListThreadsAsync(project, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<ThreadMessages> GetMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        var bounded = QueryRules.Bound(query);
        return ServiceGuard.FindAsync(
            "thread", threadId, () => store.FindMessagesAsync(project, threadId, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<ThreadSummary> GetSummaryAsync(ProjectId project, string threadId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        return ServiceGuard.FindAsync("thread", threadId, () => store.FindSummaryAsync(project, threadId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ThreadSummary>> ListSummariesAsync(
        ProjectId project, GraphTarget target, Guid? after, int limit, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = Math.Clamp(limit, 1, Limits.PerPage);
        return GraphGuard.FindAsync(target, () => store.FindSummariesAsync(project, target, after, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<Guid> SummarizeAsync(
        ProjectId project, string threadId, Guid taskId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        var profile = await ServiceGuard.RunAsync(() => summaries.FindProfileAsync(project, cancellationToken));
        if (models.Value.FindName(profile) is null)
        {
            throw BatchServiceException.Invalid(ErrorCodes.UnknownValue, $"a model writes summaries: {ModelRules.NoProfile(profile)}");
        }

        var asked = await ServiceGuard.FindAsync(
            "thread", threadId, () => summaries.RequestAsync(project, threadId, taskId, cancellationToken));
        await wakeups.WakeAsync(new[] { new WorkKey(WorkKind.Model, asked.GraphKey) }, cancellationToken);
        return asked.TaskId;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MemoryThread>> GetUserThreadsAsync(
        ProjectId project, string userId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(userId, "user_id");
        return ServiceGuard.FindAsync("user", userId, () => store.FindUserThreadsAsync(project, userId, cancellationToken));
    }
}
