using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Reads the server's summary of a batch.</summary>
internal static class BatchReceipts
{
    /// <summary>The batch's part of the receipt, as far as it is.</summary>
    public static BatchReceipt Read(JsonElement summary, BatchUpload batch)
    {
        var status = ApiResponse.Text(summary, "status");
        var items = ApiResponse.Number(summary, "item_count");
        if (status is "invalid" or "draft")
        {
            // It was refused as a whole: none of its items was loaded, regardless of their own statuses.
            return new(batch.Id, status, items, 0, items, 0, 0, batch.AlreadyThere);
        }

        var counts = Progress(summary);
        return new(
            batch.Id,
            status,
            items,
            counts.SucceededItems,
            counts.FailedItems,
            counts.SkippedItems,
            counts.CanceledItems,
            batch.AlreadyThere)
        {
            Facts = counts.Facts,
            Entities = counts.Entities,
            Extracted = counts.ExtractedItems,
            Unextracted = counts.UnextractedItems,
            ModelRun = ModelRun(summary),
            Hint = ApiResponse.Text(summary, "hint") is { Length: > 0 } hint ? hint : null,
        };
    }

    /// <summary>The counts of a batch.</summary>
    /// <exception cref="LoadException">The summary has none.</exception>
    public static BatchProgress Progress(JsonElement summary) =>
        summary.TryGetProperty("progress", out var counts) && counts.Deserialize(LoadJson.Default.BatchProgress) is { } read
            ? read
            : throw new LoadException($"The server's answer about batch {ApiResponse.Text(summary, "batch_id")} has no progress.");

    private static ModelRun? ModelRun(JsonElement summary) =>
        summary.TryGetProperty("model_run", out var run) ? run.Deserialize(LoadJson.Default.ModelRun) : null;
}
