using Microsoft.OpenApi;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

internal static class LifecycleOperations
{
    private const string Tag = "Batches";

    public static ApiOperation Cancel { get; } =
        new("batch.cancel", Tag, "Stops a batch between items. Not a call of Zep's. A repeat answers 200.", typeof(BatchObject)) { Status = 202 };

    public static ApiOperation Pause { get; } =
        new("batch.pause", Tag, "Holds a batch; its status stays as it is. Not a call of Zep's.", typeof(BatchObject));

    public static ApiOperation Resume { get; } = new("batch.resume", Tag, "Lets a paused batch go on. Not a call of Zep's.", typeof(BatchObject));

    public static ApiOperation ListFactChanges { get; } =
        new("batch.listFactChanges", Tag, "How the facts that a batch proposes differ from the old ones. Not a call of Zep's.", typeof(Page<FactChange>))
        {
            Parameters = [PageParameters.Size(), PageParameters.Cursor],
            Errors = [404, 409],
        };

    public static ApiOperation Apply { get; } =
        new("batch.apply", Tag, "Begins to replace the old facts by the proposed ones. Not a call of Zep's.", typeof(BatchObject)) { Status = 202 };

    public static ApiOperation Discard { get; } =
        new("batch.discard", Tag, "Gives up what a batch proposes: the old facts stay. Not a call of Zep's.", typeof(BatchObject));

    public static ApiOperation Retry { get; } =
        new("batch.retry", Tag, "Takes up items of an ended batch again in a new one. Not a call of Zep's.", typeof(BatchObject))
        {
            Status = 201,
            Request = RetryBody.TableV4,
            BodyOptional = true,
        };

    public static ApiOperation Validate { get; } =
        new("batch.validate", Tag, "What processing a draft would lead to; changes nothing. Not a call of Zep's.", typeof(BatchValidationObject))
        {
            Parameters = [PageParameters.Size(), PageParameters.Cursor],
            Errors = [404, 409],
        };

    public static ApiOperation Events { get; } =
        new("batch.watch", Tag, "Server-sent events of a batch until it has ended. Not a call of Zep's.", typeof(BatchEventObject))
        {
            Parameters = [new("Last-Event-ID", "The id of the event seen last.", JsonSchemaType.String, ParameterLocation.Header)],
            Errors = [404],
            ContentType = "text/event-stream",
        };
}
