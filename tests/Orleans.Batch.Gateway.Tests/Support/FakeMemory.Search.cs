namespace Orleans.Batch.Gateway.Tests;

internal sealed partial class FakeMemory
{
    public ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken)
    {
        Queries.Add((target, search));
        return new(new GraphSearchResults
        {
            Edges = search.Scope == SearchScope.Edges ? [Edge with { Score = 0.25 }] : null,
            Nodes = search.Scope == SearchScope.Nodes ? [Node] : null,
            Episodes = search.Scope == SearchScope.Episodes ? [Episode with { Score = 0.5 }] : null,
            Context = search.Scope == SearchScope.Auto ? "<FACTS>" : null,
            Elapsed = TimeSpan.FromMilliseconds(1.5),
        });
    }

    public ValueTask<string> GetContextAsync(ProjectId project, string threadId, CancellationToken cancellationToken)
    {
        Asked.Add(threadId);
        return new("<FACTS>\n- привет\n</FACTS>\n");
    }
}
