using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Follows a started batch to its end and creates its part of the receipt.</summary>
internal sealed class BatchFollower(ApiClient api, LoadProgress progress, LoadLimits limits, TimeProvider time)
{
    /// <summary>The batch's receipt, once its status is terminal.</summary>
    /// <param name="batch">A batch that was processed, or found invalid.</param>
    /// <param name="cancel">Stops following; the batch continues.</param>
    public async Task<BatchReceipt> UntilEndAsync(BatchUpload batch, CancellationToken cancel)
    {
        var seen = 0L;
        var paused = false;
        while (true)
        {
            var answer = await api.GetAsync($"batches/{batch.Id}", cancel);
            if (!answer.Succeeded)
            {
                throw new LoadException($"Batch {batch.Id} is gone: {answer.Message}");
            }

            var receipt = Read(answer.Body, batch);
            var ended = receipt.Succeeded + receipt.Failed + receipt.Skipped + receipt.Canceled;
            progress.AddEnded(ended - seen);
            seen = ended;
            if (receipt.Status is not ("queued" or "processing"))
            {
                return receipt;
            }

            if (paused != (ApiResponse.Text(answer.Body, "paused_at").Length > 0))
            {
                paused = !paused;
                progress.Notes.Enqueue(paused
                    ? $"Batch {batch.Id} is paused on the server; it continues when it is resumed (POST /batches/{batch.Id}/resume)."
                    : $"Batch {batch.Id} continues.");
            }

            await Task.Delay(limits.PollEvery, time, cancel);
        }
    }

    /// <summary>The first failed items of a batch, up to a limit.</summary>
    public async Task<List<FailedItem>> FailuresAsync(BatchUpload batch, int most, CancellationToken cancel)
    {
        var answer = await api.GetAsync($"batches/{batch.Id}/items?status=failed&limit={most}", cancel);
        if (!answer.Succeeded || !answer.Body.TryGetProperty("items", out var items))
        {
            return [];
        }

        return [.. items.EnumerateArray().Select(item =>
        {
            item.TryGetProperty("error", out var error);
            var at = ApiResponse.Number(item, "sequence_index");
            return new FailedItem(
                batch.Id,
                at < batch.Lines.Count ? batch.Lines[(int)at] : 0,
                ApiResponse.Text(error, "code"),
                ApiResponse.Text(error, "message"));
        })];
    }

    private static BatchReceipt Read(JsonElement summary, BatchUpload batch)
    {
        var status = ApiResponse.Text(summary, "status");
        var items = ApiResponse.Number(summary, "item_count");
        if (status is "invalid" or "draft")
        {
            // It was refused as a whole: none of its items was loaded, regardless of their own statuses.
            return new(batch.Id, status, items, 0, items, 0, 0, batch.AlreadyThere);
        }

        var progress = summary.TryGetProperty("progress", out var counts) ? counts : default;
        return new(
            batch.Id,
            status,
            items,
            ApiResponse.Number(progress, "succeeded_items"),
            ApiResponse.Number(progress, "failed_items"),
            ApiResponse.Number(progress, "skipped_items"),
            ApiResponse.Number(progress, "canceled_items"),
            batch.AlreadyThere)
        {
            Facts = ApiResponse.Number(progress, "facts"),
            Entities = ApiResponse.Number(progress, "entities"),
            Hint = ApiResponse.Text(summary, "hint") is { Length: > 0 } hint ? hint : null,
        };
    }
}
