using System.Diagnostics;

namespace Orleans.Batch.Graphs;

/// <summary>Searches graphs, and composes context texts from what is found.</summary>
internal sealed class SearchService(ISearchStore store, IThreadStore threads) : ISearchClient
{
    private readonly GraphSearcher _searcher = new(store);

    private const int ContextMessages = 4;
    private const int ContextFacts = 20;
    private const int ContextCharacters = 10_000;

    /// <inheritdoc/>
    public ValueTask<GraphSearchResults> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = SearchRules.Bound(search);
        var began = Stopwatch.GetTimestamp();
        return GraphGuard.FindAsync(
            target,
            async () => await _searcher.SearchAsync(project, target, bounded, cancellationToken) is { } found
                ? found with { Elapsed = Stopwatch.GetElapsedTime(began) }
                : null);
    }

    /// <inheritdoc/>
    public async ValueTask<string> GetContextAsync(ProjectId project, string threadId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        var thread = await ServiceGuard.FindAsync(
            "thread",
            threadId,
            () => threads.FindMessagesAsync(project, threadId, new MessageQuery(Last: ContextMessages), cancellationToken));

        // The newest first: when there are too many words, the first count.
        var query = string.Join('\n', thread.Messages.Reverse().Select(m => $"{m.SpeakerName} {m.Content}"));
        return await ServiceGuard.FindAsync(
            "thread", threadId, () => ContextAsync(project, GraphTarget.ForUser(thread.Thread.UserId), query, cancellationToken));
    }

    private async ValueTask<string?> ContextAsync(
        ProjectId project, GraphTarget target, string query, CancellationToken cancellationToken)
    {
        if (await store.PlanSearchAsync(project, target, query, cancellationToken) is not { } plan)
        {
            return null;
        }

        var search = new GraphSearch(query) { Limit = ContextFacts };
        var edges = await _searcher.EdgesAsync(await _searcher.RankFactsAsync(plan, search, null, cancellationToken), search, cancellationToken);
        if (edges.Count == 0)
        {
            // No fact matches the messages: the facts learned last are the best guess.
            var last = await store.FindLastFactsAsync(plan, ContextFacts, cancellationToken);
            edges = await store.ReadEdgesAsync(plan, last, cancellationToken);
        }

        var ends = edges.SelectMany(e => new[] { e.SourceNodeUuid, e.TargetNodeUuid });
        var nodes = await store.ReadNodesAsync(plan, [.. plan.Named.Concat(ends).Distinct().Take(ContextFacts)], cancellationToken);
        var text = new ContextText(ContextCharacters);
        text.AddFacts(edges);
        text.AddEntities(nodes);
        return text.ToString();
    }
}
