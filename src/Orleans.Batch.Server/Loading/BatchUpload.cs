using System.Net;
using System.Text;

namespace Orleans.Batch.Server.Loading;

/// <summary>Fills one batch, page by page in order, and starts it.</summary>
internal sealed class BatchUpload(ApiClient api, IItemSource source, LoadKeys keys, LoadProgress progress, int number)
{
    private readonly List<long> _lines = [];
    private bool _started;

    /// <summary>The batch's id, once created.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Whether an earlier run created it.</summary>
    public bool AlreadyThere { get; private set; }

    /// <summary>The line of each item, by its position in the batch.</summary>
    public IReadOnlyList<long> Lines => _lines;

    /// <summary>Its number in the load, from 1.</summary>
    public int Number => number;

    /// <summary>Creates the draft, or finds the one an earlier run created.</summary>
    /// <param name="startedId">The batch, if it is known to hold all its items and to have been started: then nothing is sent.</param>
    /// <param name="cancel">Ends the call.</param>
    public async Task OpenAsync(string? startedId, CancellationToken cancel)
    {
        if (startedId is not null)
        {
            (Id, AlreadyThere, _started) = (startedId, true, true);
            return;
        }

        // The body is part of what the key stands for, so it too follows from the content alone.
        var body = Encoding.UTF8.GetBytes($$$"""{"metadata":{"load":"{{{source.Key}}}","part":{{{number}}}}}""");
        var answer = await api.PostAsync("batches", body, keys.Create(number), readBody: true, cancel);
        Id = ApiAnswer.Text(answer.Body, "batch_id");
        AlreadyThere = answer.Replayed;
        if (!answer.Succeeded || Id.Length == 0)
        {
            throw new LoadException($"Batch {number} could not be created: {answer.Message}");
        }
    }

    /// <summary>Adds a page, and takes it over. Items the server refuses are rejected; the rest of the page goes in all the same.</summary>
    public async Task AddAsync(ItemPage page, CancellationToken cancel)
    {
        var (first, last) = (page.LineOf(0), page.LineOf(page.Count - 1));
        for (var round = 0; ; round++)
        {
            using var current = page;
            if (_started)
            {
                Took(current);
                return;
            }

            var answer = await api.PostAsync($"batches/{Id}/items", current.Body, keys.Add(first, last, round), readBody: false, cancel);
            if (answer.Succeeded)
            {
                Took(current);
                return;
            }

            if (answer.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge))
            {
                throw new LoadException($"Lines {first} to {last} could not be added to batch {Id}: {answer.Message}");
            }

            var refused = RefusedItems.Of(answer, current.Count);
            if (refused.Count == 0 && current.Count > 1)
            {
                // It is about the page as a whole, so what is wrong is found by halving. The halves' lines make other keys.
                await AddAsync(current.Where(i => i < current.Count / 2), cancel);
                await AddAsync(current.Where(i => i >= current.Count / 2), cancel);
                return;
            }

            if (refused.Count == 0)
            {
                refused[0] = new("", answer.Code, answer.Message);
            }

            Refuse(current, refused);
            if (refused.Count == current.Count)
            {
                return;
            }

            page = current.Where(i => !refused.ContainsKey(i));
        }
    }

    /// <summary>Starts the batch. That it is invalid shows in its status, so a refusal for that reason is no fault here.</summary>
    public async Task ProcessAsync(CancellationToken cancel)
    {
        if (_started)
        {
            return;
        }

        var answer = await api.PostAsync($"batches/{Id}/process", null, keys.Process(number), readBody: false, cancel);
        if (answer.Status == HttpStatusCode.BadRequest)
        {
            progress.Notes.Enqueue($"Batch {Id} did not start: {answer.Message}");
        }
        else if (!answer.Succeeded && answer.Status != HttpStatusCode.Conflict)
        {
            // A conflict means that it was started before, which is what was wanted.
            throw new LoadException($"Batch {Id} could not be started: {answer.Message}");
        }
    }

    private void Took(ItemPage page)
    {
        for (var i = 0; i < page.Count; i++)
        {
            _lines.Add(page.LineOf(i));
        }

        progress.AddSent(page.Count);
    }

    private void Refuse(ItemPage page, SortedDictionary<int, LineProblem> refused)
    {
        foreach (var (index, problem) in refused)
        {
            source.Reject(page.LineOf(index), page.RawOf(index), problem);
        }

        progress.AddSent(refused.Count);
        progress.AddEnded(refused.Count);
    }
}
