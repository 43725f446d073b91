using Microsoft.OpenApi;
using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Batches;

internal static class BatchOperations
{
    private const string Tag = "Batches";

    private static readonly ApiParameter Extraction = new(
        "Batch-Extraction",
        "Same as the field extraction, for clients that drop fields they do not know.",
        JsonSchemaType.String,
        ParameterLocation.Header,
        EnumNames<ExtractionMode>.List);

    private static readonly ApiParameter OfImport = new(
        "import_id", "Only the batches of this import.", JsonSchemaType.String);

    public static ApiOperation Create { get; } = new("createBatch", Tag, "Creates an empty draft.", typeof(BatchSummary))
    {
        OutcomeAt = "/batches",
        Request = CreateBatchBody.Table,
        BodyOptional = true,
        Parameters = [Extraction, ApiParameter.IdempotencyKey],
        Errors = [404, 409, 422],
    };

    public static ApiOperation List { get; } = new("listBatches", Tag, "Lists batches, newest first.", typeof(BatchPage))
    {
        Parameters = [ApiParameter.Limit, ApiParameter.Cursor, ApiParameter.Status<BatchStatus>("Only batches in this status."), OfImport],
    };

    public static ApiOperation Get { get; } = new("getBatch", Tag, "One batch with its progress.", typeof(BatchSummary)) { Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("deleteBatch", Tag, "Deletes a draft or an invalid batch with its items.", typeof(MessageResponse)) { OutcomeAt = "/batches/{batch_id}", Errors = [404, 409] };

    public static ApiOperation ListItems { get; } =
        new("listBatchItems", Tag, "Lists a batch's items in sequence order: a page, or all of them as lines with their payloads.", typeof(BatchItemPage))
        {
            Parameters =
            [
                ApiParameter.Limit, ApiParameter.Cursor, ApiParameter.Status<ItemStatus>("Only items in this status."),
                new("code", "Lines only: only items with this code in their error.", JsonSchemaType.String),
            ],
            Errors = [404],
            AlsoAnswers = (Ndjson.MediaType, "One item a line, as add takes it, with what became of it. No limit unless given."),
        };

    public static ApiOperation Add { get; } =
        new("addBatchItems", Tag, "Appends items to a draft: all of them or none, except those whose record_id their destination has already. Lines are answered with counts.", typeof(IReadOnlyList<BatchItem>))
        {
            OutcomeAt = "/batches/{batch_id}",
            Request = AddItemsBody.Table,
            AlsoTakes = (Ndjson.MediaType, "One item a line, as many as the batch has room for; plain or gzip."),
            AlsoAnswers = (Ndjson.MediaType, "To lines, as application/json: accepted, first_sequence_index, last_sequence_index, and where there are any already_loaded, held_in_drafts, unknown_fields."),
            ResponseHeader = (AddResponseHeaders.AlreadyLoaded, "Positions in the call of items that were not added, since their destination has their record_id: 0-3,7. Batch-Held-In-Drafts names other drafts that hold some of them."),
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };

    public static ApiOperation Events { get; } =
        new("watchBatch", Tag, "Server-sent events of a batch until it has ended; 204 when its end has been seen.", typeof(BatchEvent))
        {
            Parameters = [new("Last-Event-ID", "The id of the event seen last.", JsonSchemaType.String, ParameterLocation.Header)],
            Errors = [404],
            ContentType = "text/event-stream",
        };

    public static ApiOperation Process { get; } =
        new("processBatch", Tag, "Seals a draft and starts it. Takes no body; a repeat is a conflict.", typeof(BatchSummary))
        {
            OutcomeAt = "/batches/{batch_id}",
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };
}
