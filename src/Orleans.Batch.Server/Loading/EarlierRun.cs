using System.Text.Json;

namespace Orleans.Batch.Server.Loading;

/// <summary>
/// The batches that earlier runs of the same content have started. They hold all their items, so a rerun need not send
/// those again; and it is safe even after the server has forgotten the idempotency keys.
/// </summary>
internal sealed class EarlierRun
{
    private const int MostPages = 50;
    private readonly Dictionary<int, (string Id, long Items)> _started = [];

    /// <summary>Looks through the project's batches for those that carry this content's name.</summary>
    public static async Task<EarlierRun> FindAsync(ApiClient api, string content, CancellationToken cancel)
    {
        var found = new EarlierRun();
        var cursor = "";
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.GetAsync($"batches?limit=1000{cursor}", cancel);
            if (!answer.Succeeded || !answer.Body.TryGetProperty("batches", out var batches))
            {
                throw new LoadException($"The batches of {api.Url} cannot be listed: {answer.Message}");
            }

            foreach (var batch in batches.EnumerateArray())
            {
                found.Note(batch, content);
            }

            if (ApiAnswer.Number(answer.Body, "next_cursor") is not (> 0 and var next))
            {
                break;
            }

            cursor = $"&cursor={next}";
        }

        return found;
    }

    /// <summary>Whether any batch was started.</summary>
    public bool Any => _started.Count > 0;

    /// <summary>How many were.</summary>
    public int Count => _started.Count;

    /// <summary>The id of batch <paramref name="number"/> if it was started with this many items; otherwise null.</summary>
    public string? Started(int number, long items) =>
        _started.TryGetValue(number, out var batch) && batch.Items == items ? batch.Id : null;

    private void Note(JsonElement batch, string content)
    {
        if (batch.TryGetProperty("metadata", out var metadata) && ApiAnswer.Text(metadata, "load") == content
            && ApiAnswer.Text(batch, "status") != "draft")
        {
            _started[(int)ApiAnswer.Number(metadata, "part")] =
                (ApiAnswer.Text(batch, "batch_id"), ApiAnswer.Number(batch, "item_count"));
        }
    }
}
