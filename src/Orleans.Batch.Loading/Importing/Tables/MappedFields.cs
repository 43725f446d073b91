namespace Orleans.Batch.Loading;

/// <summary>What <c>--map</c> and <c>--set</c> say about the fields of rows, and which items rows become.</summary>
internal sealed class MappedFields
{
    private const string MetadataPrefix = "metadata.";

    private static readonly string[] Known =
    [
        "content", "role", "name", "created_at", "thread_id", "user_id", "graph_id", "record_id", "document_id", "source_description", "data_type",
    ];

    private readonly ImportSettings _settings;

    /// <summary>Checks what is said.</summary>
    /// <exception cref="LoadException">A field is unknown, or it is not said what the content is or where it goes.</exception>
    public MappedFields(ImportSettings settings)
    {
        _settings = settings;
        foreach (var (option, field) in settings.Map.Keys.Select(k => ("--map", k)).Concat(settings.Set.Keys.Select(k => ("--set", k))))
        {
            if (!Known.Contains(field) && !(field.StartsWith(MetadataPrefix, StringComparison.Ordinal) && field.Length > MetadataPrefix.Length))
            {
                throw new LoadException($"{option} {field}: there is no such field; fields are {string.Join(", ", Known)} and {MetadataPrefix}KEY.");
            }
        }

        if (settings.Map.Keys.FirstOrDefault(settings.Set.ContainsKey) is { } both)
        {
            throw new LoadException($"{both} is in --map and in --set; keep one.");
        }

        Metadata = [.. settings.Map.Keys.Concat(settings.Set.Keys).Where(k => k.StartsWith(MetadataPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        if (!settings.Map.ContainsKey("content"))
        {
            throw new LoadException("Say which column is the text: --map content=COLUMN.");
        }

        if (IsMessage ? !Has("user_id") && settings.User is null : !Has("graph_id") && !Has("user_id") && settings is { User: null, Graph: null })
        {
            throw new LoadException(IsMessage
                ? "Say whose threads these are: --user ID, or --map user_id=COLUMN."
                : "Say where the rows go: --graph ID, --user ID, or --map thread_id=COLUMN with --user ID for messages.");
        }

        if (IsMessage && settings.Graph is not null)
        {
            throw new LoadException("Messages of threads (thread_id) go to a user, not to --graph.");
        }
    }

    /// <summary>Whether rows are messages of threads instead of episodes.</summary>
    public bool IsMessage => Has("thread_id");

    /// <summary>The fields of metadata, with their prefix.</summary>
    public IReadOnlyList<string> Metadata { get; }

    /// <summary>The columns or paths that are used.</summary>
    public IEnumerable<string> Columns => _settings.Map.Values;

    /// <summary>Whether a field is given.</summary>
    public bool Has(string field) => _settings.Map.ContainsKey(field) || _settings.Set.ContainsKey(field);

    /// <summary>The value of a field in a row; null when it is absent or blank.</summary>
    /// <param name="field">The field.</param>
    /// <param name="cell">Returns the value of a column or path.</param>
    public string? Value(string field, Func<string, string?> cell)
    {
        var value = _settings.Map.TryGetValue(field, out var column) ? cell(column) : _settings.Set.GetValueOrDefault(field);
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    /// <summary>The key of a field of metadata.</summary>
    public static string KeyOf(string field) => field[MetadataPrefix.Length..];
}
