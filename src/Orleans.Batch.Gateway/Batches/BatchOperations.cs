using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway;

internal static class BatchOperations
{
    private const string Tag = "Batches";

    private static readonly ApiParameter Extraction = new(
        "Batch-Extraction",
        "Same as the field extraction, for clients that drop fields they do not know.",
        JsonSchemaType.String,
        ParameterLocation.Header,
        Words<ExtractionMode>.List);

    public static ApiOperation Create { get; } = new("createBatch", Tag, "Creates an empty draft.", typeof(BatchSummary))
    {
        Request = typeof(CreateBatchRequest),
        BodyOptional = true,
        Parameters = [Extraction, ApiParameter.IdempotencyKey],
        Errors = [409, 422],
    };

    public static ApiOperation List { get; } = new("listBatches", Tag, "Lists batches, newest first.", typeof(BatchPage))
    {
        Parameters = [ApiParameter.Limit, ApiParameter.Cursor, ApiParameter.Status<BatchStatus>("Only batches in this status.")],
    };

    public static ApiOperation Get { get; } = new("getBatch", Tag, "One batch with its progress.", typeof(BatchSummary)) { Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("deleteBatch", Tag, "Deletes a draft or an invalid batch with its items.", typeof(MessageAnswer)) { Errors = [404, 409] };

    public static ApiOperation ListItems { get; } =
        new("listBatchItems", Tag, "Lists a batch's items in sequence order.", typeof(BatchItemPage))
        {
            Parameters = [ApiParameter.Limit, ApiParameter.Cursor, ApiParameter.Status<ItemStatus>("Only items in this status.")],
            Errors = [404],
        };

    public static ApiOperation Add { get; } =
        new("addBatchItems", Tag, "Appends items to a draft: all of them or none.", typeof(IReadOnlyList<BatchItem>))
        {
            Request = typeof(AddItemsRequest),
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };

    public static ApiOperation Process { get; } =
        new("processBatch", Tag, "Seals a draft and starts it. Takes no body; a repeat is a conflict.", typeof(BatchSummary))
        {
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };
}
