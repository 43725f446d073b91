using System.Text.Json;
using System.Threading.Channels;

namespace Orleans.Batch.Loading;

/// <summary>Reads a graph a few pages ahead of the writer.</summary>
internal sealed class GraphReading
{
    private const int PagesAhead = 2;

    private readonly Channel<JsonElement> _pages = Channel.CreateBounded<JsonElement>(PagesAhead);

    /// <summary>Starts to read.</summary>
    public GraphReading(ApiClient api, NamedDestination graph, CancellationToken cancel)
    {
        Graph = graph;
        _ = ReadAsync(api, cancel);
    }

    /// <summary>The target of the read.</summary>
    public NamedDestination Graph { get; }

    /// <summary>The pages in order; throws the exception of a failed read.</summary>
    public IAsyncEnumerable<JsonElement> PagesAsync(CancellationToken cancel) => _pages.Reader.ReadAllAsync(cancel);

    private async Task ReadAsync(ApiClient api, CancellationToken cancel)
    {
        try
        {
            var pager = new EpisodePager(api, Graph.Kind, Graph.Id);
            while (await pager.NextAsync(cancel) is { } page)
            {
                await _pages.Writer.WriteAsync(page, cancel);
            }

            _pages.Writer.Complete();
        }
        catch (Exception e)
        {
            _pages.Writer.TryComplete(e);
        }
    }
}
