namespace Orleans.Batch.Gateway.Tests;

/// <summary>Finds the content of <see cref="FakeMemory"/>.</summary>
internal sealed class FakeSearch(FakeMemory memory) : ISearchClient
{
    public ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken)
    {
        memory.Queries.Add((target, search));
        return new(new GraphSearchResults
        {
            Edges = search.Scope is SearchScope.Edges or SearchScope.Auto ? [FakeMemory.Edge with { Score = 0.25 }] : null,
            Nodes = search.Scope == SearchScope.Nodes ? [FakeMemory.Node] : null,
            Episodes = search.Scope == SearchScope.Episodes ? [FakeMemory.Episode with { Score = 0.5 }] : null,
            Context = search.Scope == SearchScope.Auto ? "<FACTS>" : null,
            Elapsed = TimeSpan.FromMilliseconds(1.5),
            Reranker = search.Reranker == SearchReranker.CrossEncoder ? SearchReranker.Rrf : search.Reranker,
        });
    }

    public ValueTask<string> GetContextAsync(
        ProjectId project, string threadId, string? templateId, CancellationToken cancellationToken)
    {
        memory.Asked.Add(threadId);
        return new(templateId ?? "<FACTS>\n- привет\n</FACTS>\n");
    }
}
