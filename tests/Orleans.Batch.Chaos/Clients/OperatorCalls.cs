using Orleans.Batch.Chaos.Api;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>Calls to batches other than filling and starting them.</summary>
public sealed class OperatorCalls(ClientContext client, ItemFactory items, OwnBatches batches)
{
    public Task CancelAsync() => ChangeAsync(Calls.Cancel, "cancel", "already_ended");

    public Task PauseAsync() => ChangeAsync(Calls.Pause, "pause", "already_ended", "cancel_requested");

    public Task ResumeAsync() => ChangeAsync(Calls.Resume, "resume", "already_ended");

    /// <summary>Retries what failed or was canceled in a new batch, at once or as a draft.</summary>
    public async Task RetryAsync()
    {
        if (batches.OneOf(b => Summaries.IsTerminal(b.Status)) is not { } batch)
        {
            return;
        }

        var process = client.Happens(0.7);
        BatchRecord? retry = null;
        var (write, request, answer) = await client.WriteAsync(
            key =>
            {
                var change = batches.Change(batch, Calls.Retry, key);
                retry = new BatchRecord(change, batch);
                client.History.Record(retry);
                return (change, ApiRequest.Post($"batches/{batch.Id}/retry", new { process }));
            },
            takesKey: true);
        client.Expect(
            request,
            answer,
            "nothing_to_retry",
            "graph_not_found",
            "user_not_found",
            "thread_not_found",
            OwnBatches.MayBeDeleted(batch) ? "not_found" : "");
        if (!answer.IsDone)
        {
            return;
        }

        batches.Learn(retry!, answer.Body);
        if (write.Key is not null)
        {
            client.Keyed.Add(new KeyedCall(write, request, answer, retry));
        }
    }

    /// <summary>Replaces an item of a draft by a valid one.</summary>
    public async Task PatchAsync()
    {
        if (batches.OneOf(b => b.Status == "draft" && b.RetryOf is null && b.Adds.Any(a => a.Episodes.Count > 0)) is not { } batch)
        {
            return;
        }

        var add = client.OneOf(batch.Adds.Where(a => a.Episodes.Count > 0).ToArray());
        var index = client.Chance.Next(add.Items.Count);
        var sequence = add.First!.Value + index;
        var isJson = add.Items[index].Content.StartsWith('{');
        var isMessage = client.World.GetDestinations(DestinationType.Thread).Concat(client.Own).Any(
            d => d.Type == DestinationType.Thread && d.Id == add.Items[index].Destination) || add.Items[index].Content.Contains(" hello. ");
        var (write, request, answer) = await client.WriteAsync(
            key =>
            {
                var marker = client.History.NextMarker();
                var content = isJson ? items.Json(marker) : isMessage ? items.Message(marker) : ItemFactory.SaysNothing(marker);
                var patch = new PatchWrite(marker, content);
                if (!batch.Patches.TryGetValue(sequence, out var patches))
                {
                    batch.Patches[sequence] = patches = new List<PatchWrite>();
                }

                patches.Add(patch);
                var path = $"batches/{batch.Id}/items/{BatchItemId.Create(batch.Id!.Value, sequence)}";
                return (patch, isMessage ? ApiRequest.Patch(path, new { content }) : ApiRequest.Patch(path, new { data = content }));
            },
            takesKey: false);
        client.Expect(
            request,
            answer,
            batch.GetChanges(Calls.Process).Any(p => p.MayBeDone) ? "not_a_draft" : "",
            OwnBatches.MayBeDeleted(batch) ? "not_found" : "");
    }

    /// <summary>Deletes a draft or an invalid batch; rarely another one, which is refused.</summary>
    public async Task DeleteAsync()
    {
        var any = client.Happens(0.2);
        if (batches.OneOf(b => any || b.Status is "draft" or "invalid") is not { } batch)
        {
            return;
        }

        var (_, request, answer) = await client.WriteAsync(
            key => (batches.Change(batch, Calls.DeleteBatch, key), ApiRequest.Delete($"batches/{batch.Id}")), takesKey: false);
        var earlier = batch.GetChanges(Calls.DeleteBatch).SkipLast(1).Any(d => d.MayBeDone);
        client.Expect(
            request,
            answer,
            IsProcessed(batch) ? "already_processed" : "",
            earlier ? "not_found" : "");
        if (answer.IsDone || answer.Code == "not_found")
        {
            batches.Forget(batch);
        }
    }

    public async Task ValidateAsync()
    {
        if (batches.OneOf(b => b.Status == "draft") is { } batch)
        {
            var request = ApiRequest.Post($"batches/{batch.Id}/validate");
            client.Expect(
                request,
                await client.ReadAsync(Calls.Validate, request),
                IsProcessed(batch) ? "not_a_draft" : "",
                OwnBatches.MayBeDeleted(batch) ? "not_found" : "");
        }
    }

    private async Task ChangeAsync(string kind, string verb, params string[] codes)
    {
        if (batches.OneOf(b => b.Status is not ("draft" or "invalid") || client.Happens(0.1)) is not { } batch)
        {
            return;
        }

        var (_, request, answer) = await client.WriteAsync(
            key => (batches.Change(batch, kind, key), ApiRequest.Post($"batches/{batch.Id}/{verb}")), takesKey: false);
        client.Expect(
            request,
            answer,
            [.. codes, IsSurelyProcessed(batch) ? "" : "not_processed", OwnBatches.MayBeDeleted(batch) ? "not_found" : ""]);
    }

    private static bool IsProcessed(BatchRecord batch) => batch.GetChanges(Calls.Process).Any(p => p.MayBeDone) || batch.RetryOf is not null;

    private static bool IsSurelyProcessed(BatchRecord batch) => batch.GetChanges(Calls.Process).Any(p => p.IsDone);
}
