namespace Orleans.Batch.Gateway.Batches;

internal static class LifecycleOperations
{
    private const string Tag = "Batches";

    public static ApiOperation Cancel { get; } = new(
        "cancelBatch",
        Tag,
        "Stops a batch between items: what is done stays, what was not reached is canceled. A repeat answers 200.",
        typeof(BatchSummary))
    {
        OutcomeAt = "/batches/{batch_id}",
        Status = 202,
        Errors = [404, 409],
    };

    public static ApiOperation Pause { get; } = new(
        "pauseBatch",
        Tag,
        "Holds a batch. Its status stays as it is; later batches wait on the graphs it has not done with.",
        typeof(BatchSummary))
    {
        OutcomeAt = "/batches/{batch_id}",
        Errors = [404, 409],
    };

    public static ApiOperation Resume { get; } =
        new("resumeBatch", Tag, "Lets a paused batch go on.", typeof(BatchSummary)) { OutcomeAt = "/batches/{batch_id}", Errors = [404, 409] };

    public static ApiOperation Extract { get; } = new(
        "extractStored",
        Tag,
        "Makes facts of episodes by a new batch: of an ended batch, a graph or a user's graph. Without replace, of those that were only stored; "
            + "with it, of all, as a proposal that changes nothing in the graph until it is applied.",
        typeof(BatchSummary))
    {
        OutcomeAt = "/batches",
        Status = 201,
        Request = ExtractBody.Table,
        Errors = [404, 409],
    };

    public static ApiOperation ListFactChanges { get; } = new(
        "listFactChanges",
        Tag,
        "How the facts that a batch proposes differ from those that its episodes had: added, removed and changed ones. Complete when the "
            + "batch has ended; empty once the proposal is discarded.",
        typeof(FactChangePage))
    {
        Parameters = [ApiParameter.Limit, ApiParameter.Cursor],
        Errors = [404, 409],
    };

    public static ApiOperation Apply { get; } = new(
        "applyProposal",
        Tag,
        "Begins to replace the facts of a batch's episodes by the proposed ones; proposal in the summary tells how far it is. Facts that "
            + "callers wrote or edited stay.",
        typeof(BatchSummary))
    {
        OutcomeAt = "/batches/{batch_id}",
        Status = 202,
        Errors = [404, 409],
    };

    public static ApiOperation Discard { get; } = new(
        "discardProposal", Tag, "Gives up what a batch proposes: the old facts stay.", typeof(BatchSummary))
    {
        OutcomeAt = "/batches/{batch_id}",
        Errors = [404, 409],
    };

    public static ApiOperation Retry { get; } = new(
        "retryBatch",
        Tag,
        "Takes up items of an ended batch again in a new one: the same episodes, in order, without those that are in their graphs.",
        typeof(BatchSummary))
    {
        OutcomeAt = "/batches",
        Status = 201,
        Request = RetryBody.Table,
        BodyOptional = true,
        Parameters = [ApiParameter.IdempotencyKey],
        Errors = [404, 409, 422],
    };

    public static ApiOperation SetCaps { get; } = new(
        "setBatchBudget",
        Tag,
        "Replaces the caps of what a batch's requests to a model may take. Extraction that waits for a higher cap goes on.",
        typeof(BatchSummary))
    {
        OutcomeAt = "/batches/{batch_id}",
        Request = CapsBody.Table,
        Errors = [404],
    };

    public static ApiOperation Validate { get; } = new(
        "validateBatch",
        Tag,
        "What processing a draft would lead to, page by page; changes nothing. The index of a problem is the item's sequence index.",
        typeof(BatchValidation))
    {
        Parameters = [ApiParameter.Limit, ApiParameter.Cursor],
        Errors = [404, 409],
    };

    public static ApiOperation GetItem { get; } = new(
        "getBatchItem", Tag, "One item: what an add call takes, then what became of it.", typeof(ItemLine)) { Errors = [404] };

    public static ApiOperation ChangeItem { get; } = new(
        "changeBatchItem",
        Tag,
        "Changes fields of an item of a draft, by the rules of adding; null takes a field away, one left out stays.",
        typeof(ItemLine))
    {
        OutcomeAt = "/batches/{batch_id}/items/{item_id}",
        Request = ItemChangesBody.Table,
        Errors = [404, 409],
    };
}
