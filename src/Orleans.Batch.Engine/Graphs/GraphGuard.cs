using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>Calls to the stores of graphs; what does not exist is refused.</summary>
internal static class GraphGuard
{
    /// <summary>Calls a store that returns null when the project has no such graph.</summary>
    public static ValueTask<T> FindAsync<T>(GraphTarget target, Func<ValueTask<T?>> find)
        where T : class => target.GraphId is { } graphId
            ? ServiceGuard.FindAsync("graph", graphId, find)
            : ServiceGuard.FindAsync("user", target.UserId!, find);

    /// <summary>Calls a store that returns false when there was nothing to delete.</summary>
    public static async ValueTask DeleteAsync(string what, Guid id, Func<ValueTask<bool>> delete)
    {
        if (!await ServiceGuard.RunAsync(delete))
        {
            throw BatchServiceException.NotFound(what, id.ToString());
        }
    }

    /// <summary>Calls a store that deletes a user, thread or graph, and wakes the batches of which items were canceled.</summary>
    public static async ValueTask DeleteAsync(
        string what, string id, IWakeups wakeups, Func<ValueTask<DeletionResult>> delete)
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
