using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.Embeddings;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Embeddings;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Tests.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Embeddings;

/// <summary>Search by words and by meaning on a real database.</summary>
public abstract class MeaningFixture : SearchFixture, IAsyncLifetime
{
    private readonly EmbedderHealth _health;

    protected MeaningFixture(TestDatabase database)
        : base(database)
    {
        _health = new EmbedderHealth(Time, Logged);
        Store = new EmbeddingStore(database.Database);
        Hybrid = NewSearch();
    }

    protected FakeTimeProvider Time { get; } = new();

    private protected ConceptEmbedder Model { get; } = new();

    protected IEmbeddingStore Store { get; }

    // How long a query may take depends on how busy the machine is: one test is about it.
    protected EmbeddingOptions Options { get; } = new() { StepEpisodes = 100, QueryTimeout = TimeSpan.FromMinutes(1) };

    /// <summary>Search with vectors; <see cref="SearchFixture.Search"/> is without.</summary>
    protected ISearchClient Hybrid { get; private set; }

    private protected MessageLog Logged { get; } = [];

    // The indexer goes over all graphs: those of other tests are left out.
    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await Database.ExecuteAsync("DELETE FROM graph_state");
    }

    private static IOptions<T> Wrap<T>(T options)
        where T : class => Microsoft.Extensions.Options.Options.Create(options);

    private protected EmbeddingIndexer NewIndexer(ConceptEmbedder? model = null) => new(model ?? Model, Store, _health, Wrap(Options));

    private protected SearchService NewSearch(ConceptEmbedder? model = null) => new(
        new SearchStore(Database.Database), Threads, Templates, Wrap(new ContextOptions()),
        new MeaningSearch(model ?? Model, Store, _health, Wrap(Options)));

    private protected async Task EmbedAllAsync(ConceptEmbedder? model = null)
    {
        var indexer = NewIndexer(model);
        while (await indexer.StepAsync(isBusy: false, default))
        {
        }
    }

    protected async Task<IReadOnlyList<string>> FindAsync(
        string query, string graphId = "g1", ISearchClient? search = null, SearchFilters? filters = null)
    {
        var found = await (search ?? Hybrid).SearchAsync(
            Project, GraphTarget.ForGraph(graphId), new GraphSearch(query) { Scope = SearchScope.Episodes, Filters = filters }, default);
        return [.. found.Episodes!.Select(e => e.Content)];
    }

    /// <summary>How many vectors a graph has.</summary>
    protected Task<long> CountVectorsAsync() => Database.ScalarAsync<long>(
        "SELECT coalesce(sum(cardinality(episode_uuids)), 0)::bigint FROM embedding_block WHERE graph_key = $1", GraphKey);
}
