using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>
/// Imports a project of Zep, or of another server of this API, through its API: users, threads with their messages,
/// graphs with their episodes. What it has extracted from them is extracted here again.
/// </summary>
internal sealed class ZepImporter(ImportSettings settings) : IImporter
{
    private readonly HashSet<string> _threads = [];

    /// <inheritdoc/>
    public async Task RunAsync(string path, ImportWriter writer, CancellationToken cancel)
    {
        var key = settings.SourceKey ?? throw new LoadException("Give the key of the project to read: --from-key, or ZEP_SOURCE_KEY.");
        var progress = new LoadProgress();
        using var api = new ApiClient(
            new ApiTarget(new Uri(path), key), new ApiRetryPolicy(new LoadLimits().MaxWait), TimeProvider.System, new WaitReporter(progress, TimeProvider.System));
        var owners = new List<NamedDestination>();
        await foreach (var graph in ProjectList.OfAsync(api, LineKind.Graph, cancel))
        {
            var id = ApiResponse.Text(graph, "graph_id");
            writer.Record($"graph {id}", LineKind.Graph, graph);
            owners.Add(new(LineKind.Graph, id, 0));
        }

        await foreach (var user in ProjectList.OfAsync(api, LineKind.User, cancel))
        {
            var id = ApiResponse.Text(user, "user_id");
            writer.Record($"user {id}", LineKind.User, user);
            owners.Add(new(LineKind.User, id, 0));
        }

        await foreach (var thread in ProjectList.OfAsync(api, LineKind.Thread, cancel))
        {
            var id = ApiResponse.Text(thread, "thread_id");
            _threads.Add(id);
            writer.Record($"thread {id}", LineKind.Thread, thread);
        }

        foreach (var owner in owners)
        {
            await ReadAsync(api, owner, writer, cancel);
        }
    }

    private async Task ReadAsync(ApiClient api, NamedDestination owner, ImportWriter writer, CancellationToken cancel)
    {
        var pager = new EpisodePager(api, owner.Kind, owner.Id);
        var number = 0L;
        while (await pager.NextAsync(cancel) is { } page)
        {
            foreach (var episode in page.EnumerateArray())
            {
                number++;
                Add($"{owner.Kind.ToString().ToLowerInvariant()} {owner.Id}, episode {number:N0}", owner, episode, writer);
            }
        }
    }

    private void Add(string place, NamedDestination owner, JsonElement episode, ImportWriter writer)
    {
        var thread = episode.Text("thread_id") is { Length: > 0 } named ? named : null;
        if (thread is not null && _threads.Add(thread))
        {
            // One that was created since the list was read.
            writer.Thread(place, thread, owner.Id);
        }

        var source = episode.Text("source");
        if (thread is null && source is not ("text" or "message" or "json" or "fact_triple"))
        {
            writer.Reject(place, episode, "No item can be of its source");
            return;
        }

        if (episode.Text("content") is not { } content)
        {
            writer.Reject(place, episode, "It has no content");
            return;
        }

        writer.Add(new(place, content)
        {
            Thread = thread,
            Role = episode.Text("role_type") is { Length: > 0 } role ? role : "norole",
            Speaker = episode.Text("role"),
            Graph = owner.Kind == LineKind.Graph ? owner.Id : null,
            User = owner.Kind == LineKind.User ? owner.Id : null,

            // No item can be a fact that a caller wrote; its sentence is a text.
            Type = source is "message" or "json" ? source : "text",
            At = DateReading.FromIso(episode.Text("created_at")),
            Id = episode.Text("uuid") is { Length: > 0 } uuid ? "zep:" + uuid : null,
            Description = episode.Text("source_description"),
            Document = episode.Text("document_id") is { Length: > 0 } document ? document : null,
            MetadataJson = episode.Field("metadata"),
        });
    }
}
