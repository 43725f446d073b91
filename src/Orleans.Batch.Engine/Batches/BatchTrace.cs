using System.Diagnostics;

namespace Orleans.Batch.Batches;

/// <summary>A batch's own trace: it begins at the process call, links to the request, and holds all later work.</summary>
internal static class BatchTrace
{
    /// <summary>Begins a batch's trace.</summary>
    /// <returns>Its W3C trace parent, to be stored with the batch; null when nobody listens.</returns>
    public static string? Begin(Guid batchId)
    {
        var request = Activity.Current;
        using var root = Telemetry.Source.StartActivity(
            "batch",
            ActivityKind.Internal,
            parentContext: new ActivityContext(
                ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true),
            links: request is null ? null : [new ActivityLink(request.Context)]);
        return root?.SetTag("orleans_batch.batch_id", batchId).Id;
    }

    /// <summary>Begins a span of a batch's trace; null when nobody listens.</summary>
    public static Activity? Start(string name, string? traceParent)
    {
        _ = ActivityContext.TryParse(traceParent, null, isRemote: true, out var batch);
        return Telemetry.Source.StartActivity(name, ActivityKind.Internal, batch);
    }
}
