using System.Diagnostics;

namespace Orleans.Batch.Graphs;

public sealed partial class MemoryService
{
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
        return ServiceGuard.FindAsync(
            What(target),
            Id(target),
            async () => await new GraphSearcher(store).SearchAsync(project, target, bounded, cancellationToken) is { } found
                ? found with { Elapsed = Stopwatch.GetElapsedTime(began) }
                : null);
    }

    /// <inheritdoc/>
    public async ValueTask<string> GetContextAsync(ProjectId project, string threadId, CancellationToken cancellationToken)
    {
        var thread = await GetMessagesAsync(project, threadId, new MessageQuery(Last: ContextMessages), cancellationToken);

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

        var edges = await new GraphSearcher(store)
            .EdgesAsync(plan, new GraphSearch(query) { Limit = ContextFacts }, cancellationToken);
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
