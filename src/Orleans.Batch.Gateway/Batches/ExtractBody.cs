namespace Orleans.Batch.Gateway.Batches;

/// <summary>Which stored episodes to extract facts from.</summary>
internal static class ExtractBody
{
    public static BodyTable<ExtractionSelection> Table { get; } = new BodyTable<ExtractionSelection>(
        "ExtractionSelection", "Which episodes to extract facts from now: those that were only stored, or all of them. Exactly one of the three ids is set.")
        .Value("batch_id", "Those of an ended batch.", ValueSchema.Uuid, ReadBatchId, static (ref e, v) => e = e with { BatchId = v })
        .Text("graph_id", Limits.IdLength, "Those of a standalone graph.", static (ref e, v) => e = e with { GraphId = v })
        .Text("user_id", Limits.IdLength, "Those of a user's graph.", static (ref e, v) => e = e with { UserId = v })
        .Word<ExtractionMode>("extraction", "deterministic, the default, or model.", static (ref e, v) => e = e with { Extraction = v ?? ExtractionMode.Deterministic })
        .Text("model", Limits.NameLength, "The name of the model's profile.", static (ref e, v) => e = e with { Model = v })
        .Boolean(
            "replace",
            "Whether episodes that have facts are extracted again. The new facts are a proposal: apply replaces the old ones by them. Default false.",
            static (ref e, v) => e = e with { Replace = v ?? false });

    public static ExtractionSelection Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new ExtractionSelection());

    private static Guid? ReadBatchId(ref JsonCursor cursor, string field)
    {
        if (cursor.ShortText(field, Limits.IdLength) is not { } text)
        {
            return null;
        }

        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        cursor.Add(field, ErrorCodes.InvalidId, $"{field} must be the id of a batch, which is a UUID");
        return null;
    }
}
