using System.Diagnostics;

namespace Orleans.Batch.Batches;

/// <summary>The trace of a batch: it begins at the process call, links to the request, and holds all later work.</summary>
internal static class BatchTrace
{
    /// <summary>Begins a batch's trace.</summary>
    /// <returns>Its W3C trace parent, to be stored with the batch; null without a listener.</returns>
    public static string? Begin(Guid batchId)
    {
        var request = Activity.Current;
        Activity.Current = null; // otherwise the batch would join the request's trace
        try
        {
            using var root = Telemetry.Source.StartActivity(
                ActivityKind.Internal,
                links: request is null ? null : [new ActivityLink(request.Context)],
                name: "batch");
            return root?.SetTag("orleans_batch.batch_id", batchId).Id;
        }
        finally
        {
            Activity.Current = request;
        }
    }

    /// <summary>Begins a span of a batch's trace; null without a listener.</summary>
    public static Activity? Start(string name, string? traceParent)
    {
        _ = ActivityContext.TryParse(traceParent, null, isRemote: true, out var batch);
        return Telemetry.Source.StartActivity(name, ActivityKind.Internal, batch);
    }
}
