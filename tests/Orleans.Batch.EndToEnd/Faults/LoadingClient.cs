using System.Net;
using System.Text.Json;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>
/// Processes one batch from its creation to its end, even if processes die, and keeps the ledger. It reports to
/// <see cref="LoadProgress"/>, which times the faults.
/// </summary>
internal sealed class LoadingClient(RetryingClient api, Ledger ledger, LoadProgress progress, string name, bool withKeys)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(40);
    private int _calls;

    /// <summary>Creates, fills, processes and watches one batch.</summary>
    public async Task LoadAsync(IReadOnlyList<IReadOnlyList<HistoryItem>> pages) => await WatchAsync(await StartAsync(pages));

    /// <summary>Creates, fills and processes one batch.</summary>
    public async Task<AcknowledgedBatch> StartAsync(IReadOnlyList<IReadOnlyList<HistoryItem>> pages)
    {
        var batch = await CreateAsync();
        foreach (var page in pages)
        {
            await AddAsync(batch, page);
            progress.Added();
        }

        if (batch.Items.Count + batch.Uncertain.Count > 0)
        {
            await ProcessAsync(batch);
        }

        return batch;
    }

    /// <summary>Polls a processed batch until it has ended.</summary>
    public async Task WatchAsync(AcknowledgedBatch batch)
    {
        while (batch.Processed && await StatusAsync(batch) is "queued" or "processing")
        {
            await Task.Delay(Poll);
        }
    }

    private async Task<AcknowledgedBatch> CreateAsync()
    {
        while (true)
        {
            // Without a key a lost answer may leave an empty draft, which does no harm.
            var answer = await CallAsync("batches", new { });
            if (answer is not null)
            {
                answer.Succeeded.ShouldBeTrue(answer.ToString());
                var batch = ledger.Created(answer.Body.GetProperty("batch_id").GetGuid());
                Record(batch, answer.Body);
                return batch;
            }
        }
    }

    private async Task AddAsync(AcknowledgedBatch batch, IReadOnlyList<HistoryItem> page)
    {
        var answer = await CallAsync($"batches/{batch.BatchId}/items", new { items = page.Select(i => i.Wire) });
        if (answer is null)
        {
            batch.Lost(page.Select(i => i.Sent));
            return;
        }

        answer.Succeeded.ShouldBeTrue(answer.ToString());
        batch.Added(answer.Body.EnumerateArray().Zip(page, (item, sent) => new AcknowledgedItem(
            sent.Sent, item.GetProperty("sequence_index").GetInt32(), item.GetProperty("episode_uuid").GetGuid())));
    }

    private async Task ProcessAsync(AcknowledgedBatch batch)
    {
        while (!batch.Processed)
        {
            progress.Processing();
            var answer = await CallAsync($"batches/{batch.BatchId}/process", null);
            if (answer is { Succeeded: true })
            {
                batch.Processed = true;
                Record(batch, answer.Body);
            }
            else if (answer is { Code: "empty_batch" } && batch.Items.Count == 0)
            {
                return; // none of its adds arrived
            }
            else
            {
                // No answer, or "already processed" by an attempt whose answer was lost: the status decides.
                (answer is null or { Code: "already_processed" }).ShouldBeTrue(answer?.ToString());
                batch.Processed = await StatusAsync(batch) != "draft";
            }
        }
    }

    private async Task<string> StatusAsync(AcknowledgedBatch batch)
    {
        var answer = await api.SendAsync(HttpMethod.Get, $"batches/{batch.BatchId}");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.ToString());
        Record(batch, answer.Body);
        return answer.Body.GetProperty("status").GetString()!;
    }

    // Null: there was no answer and the call must not be repeated, because it may have arrived.
    private async Task<Answer?> CallAsync(string path, object? body)
    {
        if (withKeys)
        {
            return await api.SendAsync(HttpMethod.Post, path, body, $"{name}-{_calls++}");
        }

        while (true)
        {
            var answer = await api.TryAsync(HttpMethod.Post, path, body);
            if (answer.IsFinal)
            {
                return answer;
            }

            if (!answer.NeverSent)
            {
                return null;
            }

            await Task.Delay(Poll);
        }
    }

    private static void Record(AcknowledgedBatch batch, JsonElement summary)
    {
        var counts = summary.GetProperty("progress");
        int Count(string field) => counts.GetProperty(field).GetInt32();
        batch.Record(
            summary.GetProperty("status").GetString()!,
            Count("succeeded_items") + Count("failed_items") + Count("skipped_items") + Count("canceled_items"));
    }
}
