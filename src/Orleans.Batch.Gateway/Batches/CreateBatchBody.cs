namespace Orleans.Batch.Gateway;

/// <summary>Reads the body of a create call; clients send <c>{}</c>, no body, or a filled object.</summary>
internal static class CreateBatchBody
{
    private const string ExtractionHint = " (nothing else is built yet)";

    /// <param name="body">The body; may be empty.</param>
    /// <param name="header">The header <c>Batch-Extraction</c>, for clients that drop body fields they do not know.</param>
    public static NewBatch Parse(ReadOnlySpan<byte> body, string? header)
    {
        var fromHeader = ParseHeader(header);
        var batch = body.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? new NewBatch() : JsonBody.Parse(body, ParseRoot);
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
                ErrorCodes.UnknownValue, $"the header Batch-Extraction must be one of {EnumNames<ExtractionMode>.All}{ExtractionHint}");
    }

    private static NewBatch ParseRoot(ref JsonCursor cursor)
    {
        JsonText? metadata = null;
        IReadOnlyList<RoleType>? ignoreRoles = null;
        bool? strictOntology = null;
        ExtractionMode? extraction = null;
        var priority = 0;
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("metadata"u8))
                {
                    metadata = cursor.ObjectText("metadata", Limits.MetadataBytes);
                }
                else if (name.SequenceEqual("ignore_roles"u8))
                {
                    ignoreRoles = RolesBody.Parse(ref cursor);
                }
                else if (name.SequenceEqual("strict_ontology"u8))
                {
                    strictOntology = cursor.Boolean("strict_ontology");
                }
                else if (name.SequenceEqual("extraction"u8))
                {
                    extraction = cursor.Word<ExtractionMode>("extraction", ExtractionHint);
                }
                else if (name.SequenceEqual("priority"u8))
                {
                    priority = cursor.Whole("priority", -NewBatch.MaxPriority, NewBatch.MaxPriority) ?? 0;
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }
        }

        return new NewBatch
        {
            Metadata = metadata,
            IgnoreRoles = ignoreRoles,
            StrictOntology = strictOntology,
            Extraction = extraction,
            Priority = priority,
        };
    }
}
