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
        Activity.Current = null; // else the batch's trace would be the request's
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

    /// <summary>Begins a span of a batch's trace; null when nobody listens.</summary>
    public static Activity? Start(string name, string? traceParent)
    {
        _ = ActivityContext.TryParse(traceParent, null, isRemote: true, out var batch);
        return Telemetry.Source.StartActivity(name, ActivityKind.Internal, batch);
    }
}
