using Orleans.Batch.Gateway.V4.Http;

namespace Orleans.Batch.Gateway.V4.Episodes;

/// <summary>The body that adds an episode.</summary>
internal static class EpisodeBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("AddEpisodeInput", "An episode to add at once.")
        .RawText("data", Limits.DataLength, "The payload.", static (ref e, v) => e.Data = v).Required()
        .Word<DataType>("type", "How the data is to be read. Default text.", static (ref e, v) => e.Type = v)
        .ReferenceTime(static (ref e, v) => e.CreatedAt = v, static (ref e, v) => e.ReferenceTime = v)
        .RawText("source_description", Limits.SourceDescriptionLength, "Where the data comes from.", static (ref e, v) => e.SourceDescription = v)
        .RawText("document_id", Limits.DocumentIdLength, "Groups the chunks of a document; not empty.", static (ref e, v) => e.DocumentId = v)
        .Json("metadata", Limits.MetadataBytes, "At most ten keys with scalars or non-empty arrays of scalars.", static (ref e, v) => e.Metadata = v);

    public static NewEpisode From(Draft draft, GraphTarget target) => new()
    {
        Target = target,
        Content = draft.Data!,
        DataType = draft.Type ?? DataType.Text,
        CreatedAt = draft.ReferenceTime ?? draft.CreatedAt,
        SourceDescription = draft.SourceDescription,
        DocumentId = draft.DocumentId,
        Metadata = draft.Metadata,
    };

    internal struct Draft
    {
        public string? Data;
        public DataType? Type;
        public DateTimeOffset? CreatedAt;
        public DateTimeOffset? ReferenceTime;
        public string? SourceDescription;
        public string? DocumentId;
        public JsonText? Metadata;
    }
}
