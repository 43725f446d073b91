namespace Orleans.Batch.Grains.Services;

internal sealed partial class MemoryServiceGrain
{
    public ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken) =>
        memory.SearchAsync(project, target, search, cancellationToken);

    public ValueTask<string> GetContextAsync(
        ProjectId project, string threadId, CancellationToken cancellationToken) =>
        memory.GetContextAsync(project, threadId, cancellationToken);
}
