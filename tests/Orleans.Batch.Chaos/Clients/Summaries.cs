using System.Text.Json;
using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>Conditions that every summary of a batch meets.</summary>
public static class Summaries
{
    private static readonly string[] Ends = ["succeeded_items", "failed_items", "skipped_items", "canceled_items"];

    public static string Status(JsonElement summary) => summary.GetProperty("status").GetString()!;

    public static Guid Id(JsonElement summary) => summary.GetProperty("batch_id").GetGuid();

    public static int Ended(JsonElement summary)
    {
        var progress = summary.GetProperty("progress");
        return Ends.Sum(e => progress.GetProperty(e).GetInt32());
    }

    public static bool IsTerminal(string status) => status is not ("draft" or "queued" or "processing");

    /// <summary>Records counts that do not add up.</summary>
    public static void Check(JsonElement summary, History history)
    {
        var progress = summary.GetProperty("progress");
        var items = summary.GetProperty("item_count").GetInt32();
        var total = progress.GetProperty("total_items").GetInt32();
        var status = Status(summary);
        var ended = Ended(summary);
        var open = progress.GetProperty("queued_items").GetInt32() + progress.GetProperty("processing_items").GetInt32();
        var counted = status is "draft" or "invalid" ? total : ended + open;
        if (items != total || counted != total || (IsTerminal(status) && status != "invalid" && ended != total))
        {
            history.Violate(ViolationKind.Counts, $"a summary whose counts do not add up: {summary}");
        }
    }
}
