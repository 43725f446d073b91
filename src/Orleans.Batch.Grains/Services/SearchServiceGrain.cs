using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about searches, for .NET services.</summary>
[GrainType("orleans-batch.search-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class SearchServiceGrain(ISearchClient searches) : Grain, ISearchServiceGrain
{
    public ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken) =>
        searches.SearchAsync(project, target, search, cancellationToken);

    public ValueTask<string> GetContextAsync(
        ProjectId project, string threadId, string? templateId, CancellationToken cancellationToken) =>
        searches.GetContextAsync(project, threadId, templateId, cancellationToken);
}
