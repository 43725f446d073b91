using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>
/// Writes a project's graphs: first the records of graphs, users and threads, then the content of one graph after
/// another, oldest first. A few graphs are read at once, because most are small; they are still written in order.
/// </summary>
internal sealed class ProjectExport(ApiClient api, ExportLines lines, ExportCounts counts, LoadLimits limits)
{
    private readonly List<NamedDestination> _graphs = [];
    private readonly HashSet<string> _threads = [];

    /// <summary>Writes all, or only the named graphs and users.</summary>
    /// <exception cref="LoadException">The server refuses, or a named graph or user does not exist.</exception>
    public async Task RunAsync(IReadOnlyCollection<string> graphs, IReadOnlyCollection<string> users, CancellationToken cancel)
    {
        var all = graphs.Count == 0 && users.Count == 0;
        await foreach (var graph in RecordsAsync(LineKind.Graph, graphs, all, cancel))
        {
            _graphs.Add(new(LineKind.Graph, Add(LineKind.Graph, graph, "graph_id"), 0));
            counts.Graphs++;
        }

        var known = new HashSet<string>();
        await foreach (var user in RecordsAsync(LineKind.User, users, all, cancel))
        {
            _graphs.Add(new(LineKind.User, Add(LineKind.User, user, "user_id"), 0));
            known.Add(_graphs[^1].Id);
            counts.Users++;
        }

        if (known.Count > 0)
        {
            await foreach (var thread in ProjectList.OfAsync(api, LineKind.Thread, cancel))
            {
                if (known.Contains(ApiResponse.Text(thread, "user_id")))
                {
                    _threads.Add(Add(LineKind.Thread, thread, "thread_id"));
                    counts.Threads++;
                }
            }
        }

        await WriteGraphsAsync(cancel);
    }

    private string Add(LineKind kind, JsonElement record, string id)
    {
        lines.AddRecord(kind, record);
        return ApiResponse.Text(record, id);
    }

    private async IAsyncEnumerable<JsonElement> RecordsAsync(
        LineKind kind, IReadOnlyCollection<string> named, bool all, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (all)
        {
            await foreach (var one in ProjectList.OfAsync(api, kind, cancel))
            {
                yield return one;
            }
        }

        foreach (var id in named)
        {
            var answer = await api.GetAsync($"{(kind == LineKind.Graph ? "graph" : "users")}/{Uri.EscapeDataString(id)}", cancel);
            yield return answer.Status == HttpStatusCode.NotFound || !answer.Succeeded
                ? throw new LoadException($"{new NamedDestination(kind, id, 0)} cannot be exported: {answer.Message}")
                : answer.Body;
        }
    }

    private async Task WriteGraphsAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var ahead = new Queue<GraphReading>();
        try
        {
            foreach (var graph in _graphs)
            {
                ahead.Enqueue(new GraphReading(api, graph, stop.Token));
                if (ahead.Count == limits.ConcurrentDestinations)
                {
                    await WriteAsync(ahead.Dequeue(), cancel);
                }
            }

            while (ahead.TryDequeue(out var reading))
            {
                await WriteAsync(reading, cancel);
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task WriteAsync(GraphReading reading, CancellationToken cancel)
    {
        await foreach (var page in reading.PagesAsync(cancel))
        {
            foreach (var episode in page.EnumerateArray())
            {
                Write(reading.Graph, episode);
            }
        }

        counts.Read++;
    }

    private void Write(NamedDestination graph, JsonElement episode)
    {
        var thread = ApiResponse.Text(episode, "thread_id");
        if (thread.Length == 0)
        {
            if (!lines.TryAddEpisode(graph, episode))
            {
                counts.LeftOut++;
                return;
            }
        }
        else
        {
            // One that was created since the list was read.
            if (_threads.Add(thread))
            {
                lines.AddThread(thread, graph.Id);
                counts.Threads++;
            }

            lines.AddMessage(episode);
        }

        counts.AddItem();
    }
}
