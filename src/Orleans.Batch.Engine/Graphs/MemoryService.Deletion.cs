using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

public sealed partial class MemoryService
{
    /// <inheritdoc/>
    public ValueTask DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(userId, "user_id");
        return DeleteAsync("user", userId, () => store.DeleteUserAsync(project, userId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        return DeleteAsync("thread", threadId, () => store.DeleteThreadAsync(project, threadId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(graphId, "graph_id");
        return DeleteAsync("graph", graphId, () => store.DeleteGraphAsync(project, graphId, cancellationToken));
    }

    private async ValueTask DeleteAsync(string what, string id, Func<ValueTask<DeletionResult>> delete)
    {
        var deletion = await ServiceGuard.RunAsync(delete);
        if (!deletion.Found)
        {
            throw BatchServiceException.NotFound(what, id);
        }

        if (deletion.Batches.Count > 0)
        {
            // The deletion is done: a canceled request must not prevent the wake-ups of its batches.
            await wakeups.WakeAsync(
                deletion.Batches.Select(b => new WorkKey(WorkKind.Batch, b)).ToArray(), CancellationToken.None);
        }
    }
}
