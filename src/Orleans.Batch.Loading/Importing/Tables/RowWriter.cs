using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>Writes rows as items, and creates the destinations that they name first.</summary>
internal sealed class RowWriter(MappedFields fields, ImportSettings settings, ImportWriter writer)
{
    private readonly DateReading _dates = new(settings.DateFormat, settings.Zone);
    private readonly HashSet<(string Kind, string Id)> _created = [];

    /// <summary>Writes a row.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="raw">Its content, for reports.</param>
    /// <param name="cell">Returns the value of a column or path.</param>
    public void Add(string place, Func<string> raw, Func<string, string?> cell)
    {
        string? Value(string field) => fields.Value(field, cell);

        DateTimeOffset? at = null;
        if (Value("created_at") is { } date && (at = _dates.Read(date)) is null)
        {
            writer.Reject(place, raw(), new LineError("created_at", ErrorCodes.InvalidDate, $"\"{TextRules.Truncate(date, 100)}\" is no date in this format"));
            return;
        }

        if (Value("content") is not { } content)
        {
            writer.Reject(place, raw(), new LineError("content", ErrorCodes.Required, "it is empty"));
            return;
        }

        var thread = Value("thread_id");
        if (fields.IsMessage && thread is null)
        {
            writer.Reject(place, raw(), new LineError("thread_id", ErrorCodes.Required, "it is empty"));
            return;
        }

        var graph = thread is null ? Value("graph_id") ?? settings.Graph : null;
        var user = graph is null ? Value("user_id") ?? settings.User : null;
        if (graph is null && user is null)
        {
            writer.Reject(place, raw(), new LineError(fields.IsMessage ? "user_id" : "graph_id", ErrorCodes.Required, "it is empty"));
            return;
        }

        Create(place, graph, user, thread);
        writer.Add(new(place, content)
        {
            Thread = thread,
            Role = Value("role")?.ToLowerInvariant() ?? "user",
            Speaker = Value("name"),
            Graph = graph,
            User = thread is null ? user : null,
            Type = Value("data_type")?.ToLowerInvariant() ?? "text",
            Prefix = thread is null && Value("name") is { } name ? $"{TextRules.Truncate(name, Limits.SpeakerNameLength)}: " : "",
            At = at,
            Id = Value("record_id"),
            Document = Value("document_id"),
            Description = Value("source_description"),
            Metadata = fields.Metadata.Select(m => (Key: MappedFields.KeyOf(m), Value: Value(m))).Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value!),
        });
    }

    private void Create(string place, string? graph, string? user, string? thread)
    {
        if (graph is not null && _created.Add(("graph", graph)))
        {
            writer.Graph(place, graph);
        }

        if (user is not null && _created.Add(("user", user)))
        {
            writer.User(place, user);
        }

        if (thread is not null && _created.Add(("thread", thread)))
        {
            writer.Thread(place, thread, user!);
        }
    }
}
