namespace Orleans.Batch.Gateway.Imports;

internal static class ImportOperations
{
    private const string Tag = "Imports";
    private const string One = "/imports/{import_id}";

    private static readonly ApiParameter Limit = new("limit", "How many at most, from 1. Default 50; above 100 it counts as 100.");

    public static ApiOperation Create { get; } = new(
        "createImport",
        Tag,
        "Creates an import: one name and one progress for the batches of a load, which are created with its import_id.",
        typeof(ImportSummary))
    {
        OutcomeAt = "/imports",
        Status = 201,
        Request = ImportBody.Table,
        Parameters = [ApiParameter.IdempotencyKey],
        Errors = [409, 422],
    };

    public static ApiOperation List { get; } = new("listImports", Tag, "Lists imports, newest first.", typeof(ImportPage))
    {
        Parameters = [Limit, ApiParameter.Cursor],
    };

    public static ApiOperation Get { get; } =
        new("getImport", Tag, "One import with the sums over its batches. An item that was retried counts once.", typeof(ImportSummary)) { Errors = [404] };

    public static ApiOperation Update { get; } =
        new("updateImport", Tag, "Changes the name, the labels, the expected number of items or the quiet hours.", typeof(ImportSummary))
        {
            OutcomeAt = One,
            Request = ImportBody.Changes,
            Errors = [404],
        };

    public static ApiOperation Delete { get; } =
        new("deleteImport", Tag, "Deletes an import without batches.", typeof(MessageResponse)) { OutcomeAt = One, Errors = [404, 409] };

    public static ApiOperation Close { get; } = new(
        "closeImport",
        Tag,
        "Says that no more batches come: the import ends with the last of them. A repeat answers the same.",
        typeof(ImportSummary))
    {
        OutcomeAt = One,
        Errors = [404],
    };

    public static ApiOperation Pause { get; } = new(
        "pauseImport",
        Tag,
        "Holds all batches of an import, and those that are processed later. Its status stays as it is.",
        typeof(ImportSummary))
    {
        OutcomeAt = One,
        Errors = [404, 409],
    };

    public static ApiOperation Resume { get; } =
        new("resumeImport", Tag, "Lets all paused batches of a paused import go on.", typeof(ImportSummary)) { OutcomeAt = One, Errors = [404] };

    public static ApiOperation Cancel { get; } = new(
        "cancelImport",
        Tag,
        "Closes an import and cancels its batches between items: what is done stays. Its drafts cannot be processed. A repeat answers 200.",
        typeof(ImportSummary))
    {
        OutcomeAt = One,
        Status = 202,
        Errors = [404, 409],
    };

    public static ApiOperation Retry { get; } = new(
        "retryImport",
        Tag,
        "Retries what is not in its graph, of all ended batches, in new batches of the import; also when it is closed.",
        typeof(ImportSummary))
    {
        OutcomeAt = One,
        Request = ImportRetryBody.Table,
        BodyOptional = true,
        Parameters = [ApiParameter.IdempotencyKey],
        Errors = [404, 409, 422],
    };

    public static ApiOperation PreviewUndo { get; } = new(
        "previewUndoOfImport",
        Tag,
        "Counts what undoing an import would remove. It reads each of its items: some seconds for a million.",
        typeof(ImportUndoPreview))
    {
        Errors = [404],
    };

    public static ApiOperation Undo { get; } = new(
        "undoImport",
        Tag,
        "Removes what an ended import brought, as if its graphs had never received it; see undo of the import for how far it is. A repeat answers 200.",
        typeof(ImportSummary))
    {
        OutcomeAt = One,
        Status = 202,
        Errors = [404, 409],
    };
}
