using Orleans.Batch.Facts;

namespace Orleans.Batch.Graphs;

/// <summary>
/// Composes what the graph of a thread's user has about its last messages, after the summary of the user.
/// </summary>
internal sealed class ThreadContext(ISearchStore store, GraphSearcher searcher, int maxCharacters)
{
    private const int MaxFacts = 20;
    private const int MaxEpisodes = 50;

    /// <summary>The text; null when there is no such graph.</summary>
    /// <param name="project">The project.</param>
    /// <param name="target">The graph.</param>
    /// <param name="messages">The thread's last messages.</param>
    /// <param name="template">The form; null for the usual one.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async ValueTask<string?> ComposeAsync(
        ProjectId project, GraphTarget target, IReadOnlyList<Episode> messages, string? template, CancellationToken cancellationToken)
    {
        // The newest first: when there are too many words, the first count.
        var query = string.Join('\n', messages.Reverse().Select(m => $"{m.SpeakerName} {m.Content}"));
        if (await store.PlanSearchAsync(project, target, query, cancellationToken) is not { } plan)
        {
            return null;
        }

        // The caller has the messages themselves.
        List<Guid> except = [.. messages.Select(m => m.Uuid)];
        var search = new GraphSearch(query) { Limit = MaxEpisodes };
        if (template is not null)
        {
            return await new TemplateRenderer(store, searcher, plan, search, except)
                .RenderAsync(template, Limits.ContextCharacters, cancellationToken);
        }

        var (facts, found) = await searcher.FindAsync(plan, search, cancellationToken);

        var episodes = await searcher.EpisodesAsync(facts, found, search, except, cancellationToken);
        var edges = await searcher.EdgesAsync(facts, search with { Limit = MaxFacts }, cancellationToken);
        if (edges.Count == 0 && episodes.Count == 0)
        {
            // Nothing matches the messages: the facts learned last are the best guess.
            var last = await store.FindLastFactsAsync(plan, MaxFacts, cancellationToken);
            edges = await store.ReadEdgesAsync(plan, last, cancellationToken);
        }

        var ends = edges.SelectMany(e => new[] { e.SourceNodeUuid, e.TargetNodeUuid });
        var user = NodeId.OfUser(plan.GraphKey);
        List<Guid> wanted = [.. plan.Named.Concat(ends).Distinct().Take(MaxFacts)];
        var nodes = await store.ReadNodesAsync(plan, [user, .. wanted.Where(n => n != user)], cancellationToken);
        var summary = nodes.FirstOrDefault(n => n.Uuid == user)?.Summary ?? "";
        var known = nodes.ToDictionary(static n => n.Uuid);
        return Write(summary, edges, [.. wanted.Where(known.ContainsKey).Select(n => known[n])], episodes);
    }

    // Facts and entities take what the episodes leave, and three eighths where both would like more; facts two thirds of it.
    private string Write(
        string summary, IReadOnlyList<EntityEdge> edges, IReadOnlyList<EntityNode> nodes, IReadOnlyList<Episode> episodes)
    {
        var text = new ContextText(maxCharacters);
        var begun = text.AddUserSummary(summary);
        var room = Math.Max((maxCharacters - begun) * 3 / 8, maxCharacters - begun - ContextText.Measure(episodes));
        text.AddFacts(edges, begun + (room * 2 / 3));
        text.AddEntities(nodes, begun + room);
        text.AddEpisodes(episodes);
        return text.ToString();
    }
}
