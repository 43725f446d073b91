using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Formats.Files;

/// <summary>The names of version 4 that a line may have in place of those of version 3, and the ids beside them.</summary>
internal struct V4Names
{
    /// <summary>The fields. Other fields of a line are left to its own table.</summary>
    public static BodyTable<V4Names> Table { get; } = new BodyTable<V4Names>("V4Names", "Fields in the names of version 4.")
        .Identifier("graph_uuid", "Episode: the destination graph, by its UUID.", static (ref n, v) => n.GraphUuid = v)
        .Identifier("user_uuid", "Episode: the destination user, by its UUID. Thread: the user it belongs to.", static (ref n, v) => n.UserUuid = v)
        .Identifier("thread_uuid", "Message: its thread, by its UUID.", static (ref n, v) => n.ThreadUuid = v)
        .Timestamp("reference_time", "In place of created_at: counts where both are given.", static (ref n, v) => n.HasReferenceTime = v is not null)
        .RawText("graph_id", Limits.IdLength, "", static (ref n, v) => n.GraphId = v)
        .RawText("user_id", Limits.IdLength, "", static (ref n, v) => n.UserId = v)
        .RawText("thread_id", Limits.IdLength, "", static (ref n, v) => n.ThreadId = v);

    public Guid? GraphUuid;
    public Guid? UserUuid;
    public Guid? ThreadUuid;
    public bool HasReferenceTime;
    public string? GraphId;
    public string? UserId;
    public string? ThreadId;

    /// <summary>The fields that only version 4 has.</summary>
    public static IEnumerable<FieldSchema> Fields => Table.Fields.Where(static f => f.Description.Length > 0);

    /// <summary>Whether a line may have one of them: a quick look that may say yes wrongly.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> line) =>
        line.IndexOf("_uuid\""u8) >= 0 || line.IndexOf("\"reference_time\""u8) >= 0;
}
