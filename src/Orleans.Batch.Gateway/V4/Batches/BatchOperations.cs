using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

internal static class BatchOperations
{
    private const string Tag = "Batches";

    public static ApiOperation Create { get; } = new("batch.create", Tag, "Creates an empty draft.", typeof(BatchObject))
    {
        Status = 201,
        Request = CreateBatchBody.Table,
        BodyOptional = true,
    };

    public static ApiOperation List { get; } = new("batch.list", Tag, "Lists batches, newest first.", typeof(Page<BatchObject>))
    {
        Parameters =
            [PageParameters.Size(), PageParameters.Cursor, ApiParameter.Status<BatchStatus>("Only batches in this status.")],
    };

    public static ApiOperation Get { get; } = new("batch.get", Tag, "One batch.", typeof(BatchObject)) { Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("batch.delete", Tag, "Deletes a draft or an invalid batch; answers without a body.", typeof(void)) { Status = 204 };

    public static ApiOperation AddItems { get; } = new(
        "batch.addItems",
        Tag,
        "Appends items to a draft. Items whose destination does not exist are rejected, the others added; malformed ones refuse the call.",
        typeof(AddedBatchItemsObject))
    {
        Request = AddItemsBody.Table,
        AlsoTakes = (Ndjson.MediaType, "One item a line, as many as the batch has room for; plain or gzip. Answered with counts."),
    };

    public static ApiOperation ListItems { get; } =
        new("batch.listItems", Tag, "Lists a batch's items in their order.", typeof(Page<BatchItemObject>))
        {
            Parameters = [PageParameters.Size(), PageParameters.Cursor],
            AlsoAnswers = (Ndjson.MediaType, "With Accept: application/x-ndjson: one item a line with its payload, from the sequence index cursor on."),
            Errors = [404],
        };

    public static ApiOperation GetItem { get; } = new(
        "batch.getItem", Tag, "One item: what an add call takes, then what became of it. Not a call of Zep's.", typeof(ExportedItem)) { Errors = [404] };

    public static ApiOperation Process { get; } =
        new("batch.process", Tag, "Seals a draft and starts it. Takes no body; a repeat is a conflict.", typeof(ProcessedBatch)) { Status = 202 };
}
