namespace Orleans.Batch.Grains.Services;

internal sealed partial class MemoryServiceGrain
{
    public async ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).SearchAsync(project, target, search, cancellationToken);

    public async ValueTask<string> GetContextAsync(
        ProjectId project, string threadId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetContextAsync(project, threadId, cancellationToken);
}
