namespace Orleans.Batch.Loading;

/// <summary>
/// The results of earlier runs of the same content on the server. A run in progress always has a draft: it identifies
/// an interrupted run, which continues from there. Without a draft the last run has ended, and the next starts from the
/// beginning: the server skips what is loaded already, and data deleted since is loaded again.
/// </summary>
internal sealed class PreviousRun
{
    private const int MostPages = 50;
    private readonly Dictionary<int, (string Id, long Items)> _started = [];
    private int _firstOpen;

    /// <summary>Searches the project's batches for those with this content's name.</summary>
    public static async Task<PreviousRun> FindAsync(ApiClient api, string content, CancellationToken cancel)
    {
        var found = new List<(int Run, int Part, bool IsDraft, string Id, long Items)>();
        var cursor = "";
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.GetAsync($"batches?limit=1000{cursor}", cancel);
            if (!answer.Succeeded || !answer.Body.TryGetProperty("batches", out var batches))
            {
                throw new LoadException($"The batches of {api.Url} cannot be listed: {answer.Message}");
            }

            found.AddRange(batches.EnumerateArray()
                .Where(b => b.TryGetProperty("metadata", out var metadata) && ApiResponse.Text(metadata, "load") == content)
                .Select(b => (
                    (int)ApiResponse.Number(b.GetProperty("metadata"), "run"),
                    (int)ApiResponse.Number(b.GetProperty("metadata"), "part"),
                    ApiResponse.Text(b, "status") == "draft",
                    ApiResponse.Text(b, "batch_id"),
                    ApiResponse.Number(b, "item_count"))));
            if (ApiResponse.Number(answer.Body, "next_cursor") is not (> 0 and var next))
            {
                break;
            }

            cursor = $"&cursor={next}";
        }

        var earlier = new PreviousRun();
        if (found.Count > 0)
        {
            earlier.Run = found.Max(b => b.Run);
            earlier.Resume([.. found.Where(b => b.Run == earlier.Run)]);
        }

        return earlier;
    }

    /// <summary>The run in progress or to start, from 1.</summary>
    public int Run { get; private set; } = 1;

    /// <summary>Whether it was interrupted and continues.</summary>
    public bool GoesOn => _firstOpen > 0;

    /// <summary>How many batches it has started.</summary>
    public int Count => _started.Count;

    /// <summary>
    /// The id of batch <paramref name="number"/> if the run is past it and it was started with this number of items:
    /// then it holds all of them, and nothing has to be sent. Otherwise null.
    /// </summary>
    public string? Started(int number, long items) =>
        IsPast(number) && _started.TryGetValue(number, out var batch) && batch.Items == items ? batch.Id : null;

    /// <summary>Whether the run is past this batch: its items need nothing more.</summary>
    public bool IsPast(int number) => number < _firstOpen;

    /// <summary>Begins another run instead of continuing this one.</summary>
    public void BeginAnew()
    {
        Run++;
        _firstOpen = 0;
        _started.Clear();
    }

    private void Resume((int Run, int Part, bool IsDraft, string Id, long Items)[] batches)
    {
        var drafts = batches.Where(b => b.IsDraft).ToArray();
        if (drafts.Length == 0)
        {
            Run++;
            return;
        }

        _firstOpen = drafts.Min(b => b.Part);
        foreach (var batch in batches.Where(b => !b.IsDraft))
        {
            _started[batch.Part] = (batch.Id, batch.Items);
        }
    }
}
