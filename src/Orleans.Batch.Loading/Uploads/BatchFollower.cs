using System.Globalization;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Follows started batches to their ends and creates their parts of the receipt.</summary>
internal sealed class BatchFollower(ApiClient api, LoadProgress progress, LoadLimits limits, TimeProvider time)
{
    private readonly ModelHolds _holds = new(progress);

    /// <summary>The batch's receipt, once its status is terminal.</summary>
    /// <param name="batch">A batch that was processed, or found invalid.</param>
    /// <param name="cancel">Stops following; the batch continues.</param>
    public async Task<BatchReceipt> UntilEndAsync(BatchUpload batch, CancellationToken cancel)
    {
        var counts = new BatchCounts(progress);
        var paused = false;
        while (true)
        {
            var answer = await api.GetAsync($"batches/{batch.Id}", cancel);
            if (!answer.Succeeded)
            {
                throw new LoadException($"Batch {batch.Id} is gone: {answer.Message}");
            }

            var receipt = BatchReceipts.Read(answer.Body, batch);
            var isEnd = receipt.Status is not ("queued" or "processing");
            counts.Update(BatchReceipts.Progress(answer.Body), isEnd ? receipt.Items : null);
            _holds.Update(batch.Id, isEnd ? null : receipt.ModelRun?.WaitsBecause);
            if (isEnd)
            {
                return receipt;
            }

            if (paused != (ApiResponse.Text(answer.Body, "paused_at").Length > 0))
            {
                paused = !paused;
                progress.Notes.Enqueue(paused ? await WhyPausedAsync(batch, answer.Body, cancel) : $"Batch {batch.Id} continues.");
            }

            await Task.Delay(limits.PollEvery, time, cancel);
        }
    }

    private async Task<string> WhyPausedAsync(BatchUpload batch, JsonElement answer, CancellationToken cancel)
    {
        var import = await api.GetAsync($"imports/{ApiResponse.Text(answer, "import_id")}", cancel);
        return import.Succeeded && DateTimeOffset.TryParse(
            ApiResponse.Text(import.Body, "quiet_until"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
            ? string.Create(CultureInfo.InvariantCulture, $"Batch {batch.Id} waits for the end of the import's quiet hours, at {until.ToLocalTime():HH:mm}.")
            : $"Batch {batch.Id} is paused on the server; it continues when it is resumed (POST /batches/{batch.Id}/resume).";
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
}
