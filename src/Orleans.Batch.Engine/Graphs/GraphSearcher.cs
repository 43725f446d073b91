using Orleans.Batch.Embeddings;

namespace Orleans.Batch.Graphs;

/// <summary>Composes a search: its results, their order, and the text made of them.</summary>
/// <param name="store">The reads.</param>
/// <param name="meaning">Finds episodes by meaning; null where no model is configured.</param>
internal sealed class GraphSearcher(ISearchStore store, MeaningSearch? meaning = null)
{
    // How many facts lead to the nodes and episodes they are about.
    private const int LinkingFacts = 50;

    // How many entities may be found by a name that a fact states.
    private const int Aliases = 5;

    private const int AutoEdges = 50;
    private const int AutoNodes = 20;
    private const int AutoEpisodes = 20;

    /// <summary>Runs a search; null when there is no such graph.</summary>
    /// <param name="project">The project.</param>
    /// <param name="target">The graph.</param>
    /// <param name="search">The search.</param>
    /// <param name="template">The template of its text; null for the usual form.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async ValueTask<GraphSearchResults?> SearchAsync(
        ProjectId project, GraphTarget target, GraphSearch search, string? template, CancellationToken cancellationToken)
    {
        if (await store.PlanSearchAsync(project, target, search.Query, cancellationToken) is not { } plan)
        {
            return null;
        }

        switch (search.Scope)
        {
            case SearchScope.Edges:
                var facts = await RankFactsAsync(plan, search, search.Filters, cancellationToken);
                return new() { Edges = await EdgesAsync(facts, search, cancellationToken) };
            case SearchScope.Nodes:
                facts = await RankFactsAsync(plan, search, null, cancellationToken);
                return new() { Nodes = await NodesAsync(facts, search, cancellationToken) };
            case SearchScope.Episodes:
                (facts, var found) = await FindAsync(plan, search, cancellationToken);
                return new() { Episodes = await EpisodesAsync(facts, found, search, [], cancellationToken) };
            case SearchScope.Auto:
                return await AutoAsync(plan, search, template, cancellationToken);
            default:
                return new();
        }
    }

    public async ValueTask<IReadOnlyList<EntityEdge>> EdgesAsync(
        FactRanking facts, GraphSearch search, CancellationToken cancellationToken)
    {
        var (plan, ranked) = (facts.Plan, facts.Facts);
        if (search is { Reranker: SearchReranker.NodeDistance, CenterNodeUuid: { } center })
        {
            var far = await store.FindDistancesAsync(plan, center, cancellationToken);
            ranked = [.. ranked.OrderBy(r => Math.Min(Distance(far, r.Hit.Source), Distance(far, r.Hit.Target)))];
        }

        // Mentions are known only for edges that were read, so more edges are read.
        var counts = search is { Reranker: SearchReranker.EpisodeMentions, Filters.EpisodeUuids.Count: > 0 };
        var scores = ranked.Take(counts ? 4 * search.Limit : search.Limit).ToDictionary(r => r.Hit.Uuid, r => r.Score);
        var edges = await store.ReadEdgesAsync(plan, [.. scores.Keys], cancellationToken);
        if (counts)
        {
            var said = search.Filters!.EpisodeUuids.ToHashSet();
            edges = [.. edges.OrderByDescending(e => e.Episodes.Count(said.Contains)).Take(search.Limit)];
        }

        return [.. edges.Select(e => e with { Score = scores[e.Uuid] })];
    }

    public async ValueTask<IReadOnlyList<EntityNode>> NodesAsync(
        FactRanking facts, GraphSearch search, CancellationToken cancellationToken)
    {
        var plan = facts.Plan;
        var links = Links(facts.Facts.SelectMany(f => new[] { f.Hit.Source, f.Hit.Target }));
        var hits = await store.FindNodeHitsAsync(plan, search.Filters, [.. links.Keys], cancellationToken);
        var ranked = RankFusion.Rank(plan, hits, links);
        if (search is { Reranker: SearchReranker.NodeDistance, CenterNodeUuid: { } center })
        {
            var far = await store.FindDistancesAsync(plan, center, cancellationToken);
            ranked = [.. ranked.OrderBy(r => Distance(far, r.Hit.Uuid))];
        }

        var scores = ranked.Take(search.Limit).ToDictionary(r => r.Hit.Uuid, r => r.Score);
        var nodes = await store.ReadNodesAsync(plan, [.. scores.Keys], cancellationToken);
        return [.. nodes.Select(n => n with { Score = scores[n.Uuid] })];
    }

    /// <summary>The facts that lead to nodes and episodes, and the episodes that have a word of the query or are near to it.</summary>
    public async ValueTask<(FactRanking Facts, EpisodeHits Episodes)> FindAsync(
        SearchPlan plan, GraphSearch search, CancellationToken cancellationToken)
    {
        var facts = RankFactsAsync(plan, search, null, cancellationToken).AsTask();
        var episodes = store.FindEpisodeHitsAsync(plan, search.Filters, cancellationToken).AsTask();
        var near = FindNearAsync(plan, search, cancellationToken).AsTask();
        await Task.WhenAll(facts, episodes, near);
        return (await facts, (await episodes) with { Nearness = await near });
    }

    /// <param name="facts">Facts that lead to episodes.</param>
    /// <param name="found">The episodes found by words.</param>
    /// <param name="search">The search.</param>
    /// <param name="except">Episodes that are not wanted.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async ValueTask<IReadOnlyList<Episode>> EpisodesAsync(
        FactRanking facts, EpisodeHits found, GraphSearch search, IReadOnlyCollection<Guid> except, CancellationToken cancellationToken)
    {
        var links = Links(facts.Facts.Select(f => f.Hit.Episode).Where(e => !except.Contains(e)));
        found = found with
        {
            Hits = [.. found.Hits.Where(h => !except.Contains(h.Uuid))],
            Nearness = found.Nearness.Where(n => !except.Contains(n.Key)).ToDictionary(),
        };
        var ranking = new EpisodeRanking(facts.Plan, found, links);
        var turns = await store.FindTurnsAsync(facts.Plan, search.Filters, ranking.Best, cancellationToken);
        var scores = ranking
            .Rank([.. turns.Where(t => !except.Contains(t.Uuid))])
            .Take(search.Limit)
            .ToDictionary(r => r.Uuid, r => r.Score);
        var episodes = await store.ReadEpisodesAsync(facts.Plan, [.. scores.Keys], cancellationToken);
        return [.. episodes.Select(e => e with { Score = scores[e.Uuid] })];
    }

    private async ValueTask<IReadOnlyDictionary<Guid, double>> FindNearAsync(
        SearchPlan plan, GraphSearch search, CancellationToken cancellationToken)
    {
        var near = meaning is null
            ? new Dictionary<Guid, double>()
            : await meaning.FindAsync(plan.GraphKey, plan.Last, search.Query, cancellationToken);
        if (search.Filters is null || near.Count == 0)
        {
            return near;
        }

        var turns = await store.FindTurnsAsync(plan, search.Filters, [.. near.Keys], cancellationToken);
        return near.IntersectBy(turns.Select(t => t.Uuid), n => n.Key).ToDictionary();
    }

    private async ValueTask<GraphSearchResults> AutoAsync(
        SearchPlan plan, GraphSearch search, string? template, CancellationToken cancellationToken)
    {
        search = search with { Reranker = SearchReranker.Rrf };
        (var linking, var found) = await FindAsync(plan, search, cancellationToken);
        var facts = search.Filters is null ? linking : await RankFactsAsync(plan, search, search.Filters, cancellationToken);
        var edges = await EdgesAsync(facts, search with { Limit = AutoEdges }, cancellationToken);
        var nodes = await NodesAsync(linking, search with { Limit = AutoNodes }, cancellationToken);
        var episodes = await EpisodesAsync(linking, found, search with { Limit = AutoEpisodes }, [], cancellationToken);
        var text = new ContextText(search.MaxCharacters);
        var results = new GraphSearchResults
        {
            Edges = text.AddFacts(edges),
            Nodes = text.AddEntities(nodes),
            Episodes = text.AddEpisodes(episodes),
        };
        var context = template is null
            ? text.ToString()
            : await new TemplateRenderer(store, this, plan, search, []).RenderAsync(template, search.MaxCharacters, cancellationToken);
        var isTruncated = results.Edges.Count + results.Nodes.Count + results.Episodes.Count < edges.Count + nodes.Count + episodes.Count;
        return (search.ReturnRawResults ? results : new GraphSearchResults()) with { Context = context, Truncated = isTruncated };
    }

    // Records are identified by an id and state their name as a fact: an entity found by such a fact counts as named too.
    public async ValueTask<FactRanking> RankFactsAsync(
        SearchPlan plan, GraphSearch search, SearchFilters? filters, CancellationToken cancellationToken)
    {
        var ranked = RankFusion.Rank(
            plan, await store.FindFactHitsAsync(plan, filters, search.OriginNodeUuids, cancellationToken));
        var aliases = ranked
            .Where(r => r.Hit.Names && r.Hit.Words != 0)
            .Select(r => r.Hit.Source)
            .Distinct()
            .Take(Aliases)
            .Except(plan.Named)
            .ToList();
        if (aliases.Count == 0)
        {
            return new FactRanking(plan, ranked);
        }

        plan = plan with { Named = [.. plan.Named, .. aliases] };
        var hits = await store.FindFactHitsAsync(plan, filters, search.OriginNodeUuids, cancellationToken);
        return new FactRanking(plan, RankFusion.Rank(plan, hits));
    }

    // The rank of the best fact that leads to each result.
    private static Dictionary<Guid, int> Links(IEnumerable<Guid> uuids)
    {
        var links = new Dictionary<Guid, int>();
        foreach (var uuid in uuids)
        {
            if (links.Count >= LinkingFacts)
            {
                break;
            }

            links.TryAdd(uuid, links.Count + 1);
        }

        return links;
    }

    private static int Distance(IReadOnlyDictionary<Guid, int> distances, Guid node) =>
        distances.TryGetValue(node, out var distance) ? distance : int.MaxValue;
}
