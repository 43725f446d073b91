namespace Orleans.Batch.Server.Loading;

/// <summary>What a known field of a line may hold.</summary>
internal enum FieldForm
{
    /// <summary>Text of a bounded length.</summary>
    Text,

    /// <summary>The id of a destination, of a bounded length.</summary>
    Id,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>An RFC 3339 time with an offset.</summary>
    Time,

    /// <summary>A flat object of few keys.</summary>
    Labels,
}

/// <summary>A known field: its form and its bounds in code points.</summary>
internal sealed record FieldRule(string Name, FieldForm Form, int Min = 0, int Max = int.MaxValue, params string[] Words);

/// <summary>What one <c>type</c> of line needs. Fields it does not list are the server's to judge.</summary>
internal sealed record LineRule(string Type, LineKind Kind, string[] Required, FieldRule[] Fields)
{
    /// <summary>Items may carry the fields of the other type too; the API checks those all the same.</summary>
    private static readonly FieldRule[] ItemFields =
    [
        new("type", FieldForm.Word, 0, int.MaxValue, "graph_episode", "thread_message"),
        new("graph_id", FieldForm.Id, 1, TextRules.MaxIdLength),
        new("user_id", FieldForm.Id, 1, TextRules.MaxIdLength),
        new("thread_id", FieldForm.Id, 1, TextRules.MaxIdLength),
        new("data", FieldForm.Text, 0, BatchItemRules.MaxDataLength),
        new("data_type", FieldForm.Word, 0, int.MaxValue, "text", "json", "message"),
        new("content", FieldForm.Text, 0, BatchItemRules.MaxMessageLength),
        new("role", FieldForm.Word, 0, int.MaxValue, "norole", "system", "assistant", "user", "function", "tool"),
        new("name", FieldForm.Text, 0, BatchItemRules.MaxNameLength),
        new("created_at", FieldForm.Time),
        new("source_description", FieldForm.Text, 0, BatchItemRules.MaxSourceDescriptionLength),
        new("document_id", FieldForm.Text, 1, BatchItemRules.MaxDocumentIdLength),
        new("metadata", FieldForm.Labels, 0, MetadataRules.MaxItemKeys),
    ];

    private static readonly FieldRule[] RecordFields =
    [
        new("graph_id", FieldForm.Id, 1, TextRules.MaxIdLength),
        new("user_id", FieldForm.Id, 1, TextRules.MaxIdLength),
        new("thread_id", FieldForm.Id, 1, TextRules.MaxIdLength),
    ];

    /// <summary>Every type of line there is.</summary>
    public static readonly LineRule[] All =
    [
        new("graph_episode", LineKind.Item, ["data", "data_type"], ItemFields),
        new("thread_message", LineKind.Item, ["thread_id", "content", "role"], ItemFields),
        new("user", LineKind.User, ["user_id"], RecordFields),
        new("graph", LineKind.Graph, ["graph_id"], RecordFields),
        new("thread", LineKind.Thread, ["thread_id", "user_id"], RecordFields),
    ];
}
