using Orleans.Batch.Gateway.Imports;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Imports;

internal static class ImportOperations
{
    private const string Tag = "Imports";

    public static ApiOperation Create { get; } = new(
        "import.create", Tag, "Creates an import: one name and one progress for batches with its import_id. Not a call of Zep's.", typeof(ImportObject))
    {
        Status = 201,
        Request = ImportBody.Table,
    };

    public static ApiOperation List { get; } = new("import.list", Tag, "Lists imports, newest first. Not a call of Zep's.", typeof(Page<ImportObject>))
    {
        Parameters = [PageParameters.Size(Limits.ImportsPerPage), PageParameters.Cursor],
    };

    public static ApiOperation Get { get; } =
        new("import.get", Tag, "One import with the sums over its batches. Not a call of Zep's.", typeof(ImportObject)) { Errors = [404] };

    public static ApiOperation Update { get; } =
        new("import.update", Tag, "Changes the name, the labels, the expected number of items or the quiet hours. Not a call of Zep's.", typeof(ImportObject))
        {
            Request = ImportBody.Changes,
        };

    public static ApiOperation Delete { get; } =
        new("import.delete", Tag, "Deletes an import without batches; answers without a body. Not a call of Zep's.", typeof(void)) { Status = 204 };

    public static ApiOperation Close { get; } =
        new("import.close", Tag, "Says that no more batches come. Not a call of Zep's.", typeof(ImportObject));

    public static ApiOperation Pause { get; } =
        new("import.pause", Tag, "Holds all batches of an import, and those that are processed later. Not a call of Zep's.", typeof(ImportObject));

    public static ApiOperation Resume { get; } =
        new("import.resume", Tag, "Lets all paused batches of a paused import go on. Not a call of Zep's.", typeof(ImportObject));

    public static ApiOperation Cancel { get; } =
        new("import.cancel", Tag, "Closes an import and cancels its batches. Not a call of Zep's. A repeat answers 200.", typeof(ImportObject)) { Status = 202 };

    public static ApiOperation Retry { get; } =
        new("import.retry", Tag, "Retries what is not in its graph, in new batches of the import. Not a call of Zep's.", typeof(ImportObject))
        {
            Request = ImportRetryBody.Table,
            BodyOptional = true,
        };

    public static ApiOperation PreviewUndo { get; } =
        new("import.previewUndo", Tag, "Counts what undoing an import would remove. Not a call of Zep's.", typeof(ImportUndoPreviewObject)) { Errors = [404] };

    public static ApiOperation Undo { get; } =
        new("import.undo", Tag, "Removes what an ended import brought. Not a call of Zep's. A repeat answers 200.", typeof(ImportObject)) { Status = 202 };
}
