using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>
/// Imports the episodes of a Graphiti graph from a dump of its database as JSON: one object a line as
/// <c>apoc.export.json</c> of Neo4j writes it, or an array of records of a query. Entities, facts and communities are not
/// taken: items are what people and systems said, and the facts are extracted from them again.
/// </summary>
internal sealed class GraphitiImporter(ImportSettings settings) : IImporter
{
    private const int NestedObjects = 8;

    private readonly HashSet<string> _graphs = [];
    private readonly GraphitiTimes _times = new();

    /// <inheritdoc/>
    public Task RunAsync(string path, ImportWriter writer, CancellationToken cancel)
    {
        using var files = SourceFiles.Open(path);
        var dumps = files.All.Where(f => files.IsOne || f.Ends(".json") || f.Ends(".jsonl") || f.Ends(".ndjson")).ToList();
        var episodes = 0L;
        foreach (var file in dumps)
        {
            using var items = new JsonItems(file.Open(), file.Name);
            foreach (var item in items.Read())
            {
                cancel.ThrowIfCancellationRequested();
                episodes += Add($"{file.Name}, record {item.Number:N0}", item.Value, writer);
            }
        }

        if (episodes == 0)
        {
            throw new InvalidDataException(
                $"{path} has no episodes of Graphiti: nodes with the label Episodic, with uuid, content and group_id. Nothing was sent.");
        }

        return Task.CompletedTask;
    }

    private int Add(string place, JsonElement record, ImportWriter writer)
    {
        if (GraphitiRecord.Label(record) is { } label)
        {
            if (label == "Episodic")
            {
                Episode(place, GraphitiRecord.Properties(record), writer);
                return 1;
            }

            writer.LeaveOut(label);
            return 0;
        }

        // A record of a query holds its nodes under the names of its columns.
        var found = 0;
        if (record.ValueKind == JsonValueKind.Object)
        {
            foreach (var column in record.EnumerateObject().Take(NestedObjects).Where(c => GraphitiRecord.Label(c.Value) is not null))
            {
                found += Add(place, column.Value, writer);
                if (found == 0)
                {
                    return 0;
                }
            }
        }

        if (found == 0)
        {
            writer.Reject(place, record, "It is no node or relationship of Graphiti");
        }

        return found;
    }

    private void Episode(string place, JsonElement episode, ImportWriter writer)
    {
        var group = episode.Text("group_id");
        var graph = settings.Graph ?? (string.IsNullOrWhiteSpace(group) ? "graphiti" : SourceIds.Fit(group, Limits.IdLength));
        var source = episode.Text("source");
        if (episode.Text("content") is not { Length: > 0 } content)
        {
            writer.Reject(place, episode, "The episode has no content");
            return;
        }

        var at = _times.Read(episode.Field("valid_at")) ?? _times.Read(episode.Field("created_at"));
        writer.Group(at);
        if (_graphs.Add(graph))
        {
            writer.Graph(place, graph);
        }

        writer.Add(new(place, content)
        {
            Graph = graph,
            Type = source is "message" or "json" ? source : "text",
            At = at,
            Id = episode.Text("uuid") is { } uuid ? "graphiti:" + uuid : null,
            Description = episode.Text("source_description"),
            Metadata = episode.Text("name") is { Length: > 0 } name ? new Dictionary<string, string> { ["name"] = name } : new Dictionary<string, string>(),
        });
    }
}
