using System.Net;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>Fills one batch, page by page in order, and starts it.</summary>
/// <param name="api">The server.</param>
/// <param name="source">Receives the server's refusals.</param>
/// <param name="keys">The keys of the load.</param>
/// <param name="progress">Receives the progress.</param>
/// <param name="held">Receives drafts that hold items of this load.</param>
/// <param name="number">Its number in the load, from 1.</param>
/// <param name="continuation">How many with this number came before it, which other loads started or deleted.</param>
internal sealed class BatchUpload(
    ApiClient api, IItemSource source, LoadKeys keys, LoadProgress progress, ConflictingDrafts held, int number, int continuation)
{
    private readonly List<long> _lines = [];
    private bool _started;

    /// <summary>The batch's id, once created.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Whether an earlier run created it.</summary>
    public bool AlreadyThere { get; private set; }

    /// <summary>The line of each item, by its position in the batch.</summary>
    public IReadOnlyList<long> Lines => _lines;

    /// <summary>How many items were loaded before and are not in it.</summary>
    public long AlreadyLoaded { get; private set; }

    /// <summary>Whether a run with these keys has deleted it, because all its items were loaded already.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Its number in the load, from 1.</summary>
    public int Number => number;

    /// <summary>How many with this number came before it, which other loads started or deleted.</summary>
    public int Continuation => continuation;

    /// <summary>Creates the draft, or finds the one that an interrupted run created.</summary>
    /// <param name="startedId">The batch, if it is known to hold all its items and to have been started: then nothing is sent.</param>
    /// <param name="import">The import that it belongs to.</param>
    /// <param name="extraction">What is extracted from its items.</param>
    /// <param name="cancel">Ends the call.</param>
    public async Task OpenAsync(string? startedId, LoadImport import, LoadExtraction extraction, CancellationToken cancel)
    {
        if (startedId is not null)
        {
            (Id, AlreadyThere, _started) = (startedId, true, true);
            return;
        }

        var importId = import.Id;
        var answer = await CreateAsync(importId, extraction, cancel);
        while (answer.Code == ErrorCodes.ImportClosed)
        {
            // By another load of the same content, which was through with its batches.
            importId = await import.AfterAsync(importId, keys, cancel);
            answer = await CreateAsync(importId, extraction, cancel);
        }

        if (answer.Code == ErrorCodes.IdempotencyMismatch)
        {
            throw new LoadException(
                $"An earlier run of this load has begun batch {number} with other options: give the same --extraction, --model, "
                + "--max-tokens and --max-cost to go on.");
        }

        if (answer is { Status: HttpStatusCode.Conflict, Code: ErrorCodes.NotFound })
        {
            IsGone = true;
            return;
        }

        Id = ApiResponse.Text(answer.Body, "batch_id");
        AlreadyThere = answer.Replayed;
        if (!answer.Succeeded || Id.Length == 0)
        {
            throw new LoadException($"Batch {number} could not be created: {answer.Message}");
        }
    }

    /// <summary>Adds a page. Items the server refuses are rejected; the rest of the page is added anyway.</summary>
    /// <returns>False when another load started or deleted the batch meanwhile, so that the page has to go into another one.</returns>
    public async Task<bool> AddAsync(ItemPage page, CancellationToken cancel)
    {
        var (first, last) = (page.LineOf(0), page.LineOf(page.Count - 1));
        var current = page;
        try
        {
            for (var round = 0; ; round++)
            {
                if (_started || IsGone)
                {
                    Took(current, IsGone ? [.. Enumerable.Range(0, current.Count)] : []);
                    return true;
                }

                var answer = await api.PostAsync($"batches/{Id}/items", current.Body, keys.Add(first, last, round), readBody: false, cancel);
                if (answer.Succeeded)
                {
                    Took(current, answer.AlreadyLoaded);
                    await held.ResolveAsync(answer.HeldInDrafts, cancel);
                    return true;
                }

                if (IsTaken(answer))
                {
                    return false;
                }

                if (answer.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge))
                {
                    throw new LoadException($"Lines {first} to {last} could not be added to batch {Id}: {answer.Message}");
                }

                var refused = RefusedItems.FromResponse(answer, current.Count);
                if (refused.Count == 0 && current.Count > 1)
                {
                    return await AddHalvesAsync(current, cancel);
                }

                if (refused.Count == 0)
                {
                    refused[0] = new("", answer.Code, answer.Message);
                }

                Refuse(current, refused);
                if (refused.Count == current.Count)
                {
                    return true;
                }

                var rest = current.Where(i => !refused.ContainsKey(i));
                if (current != page)
                {
                    current.Dispose();
                }

                current = rest;
            }
        }
        finally
        {
            if (current != page)
            {
                current.Dispose();
            }
        }
    }

    /// <summary>Starts the batch. A refusal because it is invalid is no fault here: its status shows it.</summary>
    public async Task ProcessAsync(CancellationToken cancel)
    {
        if (_started)
        {
            return;
        }

        var answer = await api.PostAsync($"batches/{Id}/process", null, keys.Process(number, continuation), readBody: false, cancel);
        if (answer.Status == HttpStatusCode.BadRequest)
        {
            progress.Notes.Enqueue($"Batch {Id} did not start: {answer.Message}");
        }
        else if (!answer.Succeeded && answer is not { Status: HttpStatusCode.Conflict, Code: not ErrorCodes.ImportCanceled })
        {
            // Other conflicts mean that it was started before, which is the intended state.
            throw new LoadException($"Batch {Id} could not be started: {answer.Message}");
        }
    }

    /// <summary>Deletes the draft, which is still empty.</summary>
    public async Task DiscardAsync(CancellationToken cancel)
    {
        if (!_started && !IsGone)
        {
            // The outcome does not matter: an empty draft does no harm, and a continued run tries again.
            await api.DeleteAsync($"batches/{Id}", cancel);
        }
    }

    // The body is part of the key's call, so it depends only on content, run and options.
    private Task<ApiResponse> CreateAsync(string importId, LoadExtraction extraction, CancellationToken cancel) => api.PostAsync(
        "batches",
        NewBatchBody.Write(new(source.Key, keys.Run, number), importId, extraction),
        keys.Create(number, continuation),
        readBody: true,
        cancel);

    // Another load of the same content deletes a draft that is still empty.
    private bool IsTaken(ApiResponse answer) =>
        answer is { Status: HttpStatusCode.Conflict, Code: ErrorCodes.NotADraft }
        || (answer.Status == HttpStatusCode.NotFound && _lines.Count == 0);

    // The refusal is about the whole page, so the bad items are found by halving. The halves' lines give other keys.
    private async Task<bool> AddHalvesAsync(ItemPage page, CancellationToken cancel)
    {
        using var front = page.Where(i => i < page.Count / 2);
        using var back = page.Where(i => i >= page.Count / 2);
        return await AddAsync(front, cancel) && await AddAsync(back, cancel);
    }

    private void Took(ItemPage page, IReadOnlyList<int> alreadyLoaded)
    {
        var others = 0;
        for (var i = 0; i < page.Count; i++)
        {
            if (others < alreadyLoaded.Count && alreadyLoaded[others] == i)
            {
                others++;
            }
            else
            {
                _lines.Add(page.LineOf(i));
            }
        }

        AlreadyLoaded += others;
        progress.AddSent(page.Count);
        progress.AddStored(others);
        progress.AddEnded(others);
        progress.AddAlreadyLoaded(others);
    }

    private void Refuse(ItemPage page, SortedDictionary<int, LineError> refused)
    {
        foreach (var (index, problem) in refused)
        {
            source.Reject(page.LineOf(index), page.RawOf(index), problem);
        }

        progress.AddSent(refused.Count);
        progress.AddStored(refused.Count);
        progress.AddEnded(refused.Count);
    }
}
