using Microsoft.Extensions.Options;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

/// <summary>A service on the store, and a small history to search.</summary>
public abstract class SearchFixture : FactFixture
{
    protected SearchFixture(TestDatabase database)
        : base(database) => Search = new SearchService(new SearchStore(database.Database), Threads, Templates, Options.Create(new ContextOptions()));

    protected ISearchClient Search { get; }

    /// <summary>Avery's jobs, Blake's car, and a plan that changed.</summary>
    protected async Task<IReadOnlyDictionary<string, Guid>> HistoryAsync()
    {
        await BeginAsync();
        var first = await AddEpisodeAsync(1, """{"src":"crm"}""", content: "Avery Stone started working at Acme today.");
        var second = await AddEpisodeAsync(5, content: "Avery has left; she is with Globex now.");
        var third = await AddEpisodeAsync(6, content: "Blake drives a red Volvo to the office.");
        await NodeAsync("Avery Stone", 1, "Person");
        await NodeAsync("Will", 1, "Person");
        return new Dictionary<string, Guid>(StringComparer.Ordinal)
        {
            ["acme"] = await FactAsync(first, "Avery Stone", "WORKS_AT", "Acme", until: 5, slot: 1),
            ["globex"] = await FactAsync(second, "Avery Stone", "WORKS_AT", "Globex", slot: 1),
            ["volvo"] = await FactAsync(third, "Blake", "DRIVES", "Volvo", index: 0),
            ["plan"] = await ValueAsync(second, "Acme", "PLAN", "\"enterprise\"", index: 1),
            ["will"] = await FactAsync(third, "Will", "IS", "It", index: 1),
        };
    }

    /// <summary>Adds everything to the search index, in any quantity.</summary>
    protected async Task IndexAllAsync()
    {
        await Database.ExecuteAsync("INSERT INTO search_progress (graph_key, through) SELECT graph_key, 0 FROM graph_state ON CONFLICT DO NOTHING");
        while ((await SearchIndex.IndexAsync(2, default)).More)
        {
        }
    }

    protected async Task<IReadOnlyList<Guid>> EdgesAsync(string query, Func<GraphSearch, GraphSearch>? with = null, string graphId = "g1")
    {
        var search = new GraphSearch(query);
        var found = await Search.SearchAsync(Project, GraphTarget.ForGraph(graphId), with?.Invoke(search) ?? search, default);
        return [.. found.Edges!.Select(e => e.Uuid)];
    }
}
