namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The body that changes the metadata of an episode or of a message.</summary>
internal static class MetadataBody
{
    public static BodyTable<JsonText> Table { get; } = new BodyTable<JsonText>("UpdateMetadataRequest", "Metadata to change.")
        .Json(
            "metadata",
            Limits.MetadataBytes,
            "Merged with the present one: a null removes a key. At most ten keys in the end.",
            static (ref m, v) => m = v ?? m).Required();

    public static JsonText Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new JsonText("{}"));
}
