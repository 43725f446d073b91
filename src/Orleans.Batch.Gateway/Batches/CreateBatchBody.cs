using Orleans.Batch.Gateway.Graphs;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>The body of a create call; clients send <c>{}</c>, no body, or a filled object.</summary>
internal static class CreateBatchBody
{
    public static BodyTable<NewBatch> Table { get; } = CapsBody.AddTo(
        Settings,
        static (ref b, v) => b = b with { Caps = Caps(b) with { MaxTokens = v } },
        static (ref b, v) => b = b with { Caps = Caps(b) with { MaxCost = v } });

    private static ModelCaps Caps(NewBatch batch) => batch.Caps ?? new(null, null);

    private static BodyTable<NewBatch> Settings => new BodyTable<NewBatch>("CreateBatchRequest", "The settings of a new batch.")
        .Json("metadata", Limits.MetadataBytes, "The caller's labels: any object up to 16 KiB, echoed exactly.", static (ref b, v) => b = b with { Metadata = v })
        .Roles("ignore_roles", "Messages in these roles are stored but not extracted.", static (ref b, v) => b = b with { IgnoreRoles = v })
        .Boolean("strict_ontology", "Leaves out entities that match no declared type, if any is declared; users and assistants stay.", static (ref b, v) => b = b with { StrictOntology = v })
        .Word<ExtractionMode>(
            "extraction",
            "Which extraction the items get; the project's setting when left out.",
            static (ref b, v) => b = b with { Extraction = v })
        .Text("model", Limits.NameLength, "The name of the model's profile, of those the operator has configured; the project's when left out.", static (ref b, v) => b = b with { Model = v })
        .Whole(
            "priority",
            -NewBatch.MaxPriority,
            NewBatch.MaxPriority,
            "The priority among the project's batches: the higher one goes first. Default 0.",
            static (ref b, v) => b = b with { Priority = v ?? 0 })
        .Uuid("import_id", "The import that it is a part of, which must be open.", static (ref b, v) => b = b with { ImportId = v });

    /// <param name="body">The body; may be empty.</param>
    /// <param name="header">The header <c>Batch-Extraction</c>, for clients that drop body fields they do not know.</param>
    public static NewBatch Parse(ReadOnlySpan<byte> body, string? header)
    {
        var fromHeader = ParseHeader(header);
        var batch = Table.ParseOptional(body, new NewBatch());
        if (fromHeader is not null && batch.Extraction is not null && fromHeader != batch.Extraction)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.Contradiction, "the header Batch-Extraction and the field extraction say different things");
        }

        return batch with { Extraction = batch.Extraction ?? fromHeader };
    }

    private static ExtractionMode? ParseHeader(string? header)
    {
        if (header is null)
        {
            return null;
        }

        return EnumNames<ExtractionMode>.TryParse(header, out var mode)
            ? mode
            : throw BatchServiceException.Invalid(
                ErrorCodes.UnknownValue, $"the header Batch-Extraction must be one of {EnumNames<ExtractionMode>.All}");
    }
}
