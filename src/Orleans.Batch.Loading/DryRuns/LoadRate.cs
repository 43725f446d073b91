using System.Text.Json;
using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Loading;

/// <summary>The rate at which a server loads items.</summary>
/// <param name="ItemsPerSecond">Sent, processed and committed.</param>
/// <param name="Batches">The number of measured batches; 0 when it is assumed.</param>
internal sealed record LoadRate(double ItemsPerSecond, int Batches)
{
    // Far below the rate of two cores without a model: an estimate that is too long is better than one that is too short.
    private const double Assumed = 5_000;

    // Smaller ones measure the wait between calls.
    private const long LargeEnough = 1_000;

    private const int Newest = 100;

    /// <summary>The assumed rate of one destination alone, whose items go in order: half of the rate.</summary>
    public double OfOneDestination => ItemsPerSecond / 2;

    /// <summary>The rate of this project's latest loads, from a batch's beginning to its end; otherwise an assumption.</summary>
    public static async Task<LoadRate> MeasureAsync(ApiClient api, CancellationToken cancel)
    {
        var answer = await api.GetAsync($"batches?limit={Newest}", cancel);
        var loads = answer.Succeeded && answer.Body.TryGetProperty("batches", out var batches)
            ? batches.EnumerateArray().Where(IsLoad).Select(b => (From: At(b, "created_at"), To: At(b, "completed_at"), Items: ApiResponse.Number(b, "item_count")))
                .OrderBy(b => b.From).ToArray()
            : [];
        var seconds = 0.0;
        var through = DateTimeOffset.MinValue;
        foreach (var (from, to, _) in loads)
        {
            // Batches overlap; overlapping time counts once.
            seconds += to > through ? (to - (from > through ? from : through)).TotalSeconds : 0;
            through = to > through ? to : through;
        }

        return seconds > 0 ? new(loads.Sum(b => b.Items) / seconds, loads.Length) : new(Assumed, 0);
    }

    // Only batches that the loader filled and started without a break: other drafts may wait for days. A batch that a model extracts
    // ends long after its items are stored.
    private static bool IsLoad(JsonElement batch) =>
        batch.TryGetProperty("metadata", out var metadata) && ApiResponse.Text(metadata, "load").Length > 0
        && ApiResponse.Text(batch, "extraction") != EnumNames<ExtractionMode>.Name(ExtractionMode.Model)
        && ApiResponse.Text(batch, "status") == "succeeded" && ApiResponse.Number(batch, "item_count") >= LargeEnough
        && At(batch, "processed_at") - At(batch, "created_at") < TimeSpan.FromMinutes(10);

    private static DateTimeOffset At(JsonElement batch, string field) =>
        batch.TryGetProperty(field, out var at) && at.TryGetDateTimeOffset(out var moment) ? moment : default;
}
