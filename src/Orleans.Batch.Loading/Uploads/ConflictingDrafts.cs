using System.Net;

namespace Orleans.Batch.Loading;

/// <summary>
/// Other drafts that hold items of this load, so that those are not added again. A draft of an interrupted load is
/// started, before what follows it in the file; a draft that another load is filling is left to it. A draft that no
/// load created is left to its owner to start: it is named, and the load does not succeed.
/// </summary>
internal sealed class ConflictingDrafts(ApiClient api, LoadProgress progress, LoadLimits limits, TimeProvider time)
{
    private readonly Dictionary<string, bool> _seen = []; // whether it is settled
    private readonly List<string> _ours = [];

    /// <summary>How many of them have not loaded their items, once they are settled.</summary>
    public int Unsettled { get; private set; }

    /// <summary>Checks those that were not seen before.</summary>
    public async Task ResolveAsync(IReadOnlyList<string> drafts, CancellationToken cancel)
    {
        foreach (var id in drafts)
        {
            if (_seen.TryAdd(id, false) && await ReadAsync(id, cancel) is { Age: var age } && age >= limits.AbandonedAfter)
            {
                await StartAsync(id, cancel);
            }
        }
    }

    /// <summary>Waits until all of them are started, starts those that are no longer filled, and follows these to their end.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        foreach (var id in _seen.Where(s => !s.Value).Select(s => s.Key).ToArray())
        {
            await SettleAsync(id, cancel);
        }

        foreach (var id in _ours)
        {
            await FollowAsync(id, cancel);
        }
    }

    private async Task SettleAsync(string id, CancellationToken cancel)
    {
        var (since, updated) = (time.GetTimestamp(), "");
        while (await ReadAsync(id, cancel) is { } draft)
        {
            if (draft.Updated != updated)
            {
                (since, updated) = (time.GetTimestamp(), draft.Updated);
            }
            else if (time.GetElapsedTime(since) >= limits.AbandonedAfter)
            {
                await StartAsync(id, cancel);
                return;
            }

            await Task.Delay(limits.PollEvery, time, cancel);
        }
    }

    /// <summary>A load's draft; null when there is nothing more to wait for.</summary>
    private async Task<(TimeSpan Age, string Updated)?> ReadAsync(string id, CancellationToken cancel)
    {
        var answer = await api.GetAsync($"batches/{id}", cancel);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            Fail(id, "was deleted while this load passed over what it held; run the same command again");
            return null;
        }

        if (!answer.Succeeded || ApiResponse.Text(answer.Body, "status") != "draft")
        {
            _seen[id] = true;
            return null;
        }

        if (!answer.Body.TryGetProperty("metadata", out var metadata) || ApiResponse.Text(metadata, "load").Length == 0)
        {
            Fail(id, "is a draft that holds items of this file, which are loaded only when it is processed: process or delete it, then run the same command again");
            return null;
        }

        var updated = ApiResponse.Text(answer.Body, "updated_at");
        var age = answer.At is { } now && answer.Body.TryGetProperty("updated_at", out var at) && at.TryGetDateTimeOffset(out var then)
            ? now - then
            : TimeSpan.Zero;
        return (age, updated);
    }

    private async Task StartAsync(string id, CancellationToken cancel)
    {
        var answer = await api.PostAsync($"batches/{id}/process", null, LoadKeys.Finish(id), readBody: false, cancel);
        if (answer.Succeeded)
        {
            progress.Notes.Enqueue($"Batch {id}, left as a draft by a load that was broken off, holds items of this file and was started.");
            _ours.Add(id);
        }
        else if (answer.Code == ErrorCodes.ImportCanceled)
        {
            Fail(id, $"holds items of this file and could not be started: {answer.Message}. Then run the same command again");
        }
        else if (answer.Status != HttpStatusCode.Conflict)
        {
            Fail(id, $"holds items of this file and could not be started: {answer.Message}");
        }

        _seen[id] = true;
    }

    private async Task FollowAsync(string id, CancellationToken cancel)
    {
        while (true)
        {
            var answer = await api.GetAsync($"batches/{id}", cancel);
            var status = ApiResponse.Text(answer.Body, "status");
            if (status is not ("queued" or "processing"))
            {
                if (status != "succeeded")
                {
                    Fail(id, $"holds items of this file and ended as {(status.Length > 0 ? status : answer.Message)}");
                }

                return;
            }

            await Task.Delay(limits.PollEvery, time, cancel);
        }
    }

    private void Fail(string id, string why)
    {
        _seen[id] = true;
        Unsettled++;
        progress.Notes.Enqueue($"Batch {id} {why}.");
    }
}
