using System.Text.Json;

namespace Orleans.Batch.Dashboard;

/// <summary>The texts and styles of statuses.</summary>
internal static class BatchDisplay
{
    public static (string Word, string Tone) Describe(BatchSummary batch) => batch switch
    {
        { Status: BatchStatus.Draft } => ("Draft", "idle"),
        { Status: BatchStatus.Invalid } => ("Invalid", "bad"),
        { Status: BatchStatus.Succeeded } => ("Succeeded", "good"),
        { Status: BatchStatus.Partial } => ("Partial", "warn"),
        { Status: BatchStatus.Failed } => ("Failed", "bad"),
        { Status: BatchStatus.Canceled } => ("Canceled", "idle"),
        { CancelRequestedAt: not null } => ("Canceling", "warn"),
        { PausedAt: not null } => ("Paused", "warn"),
        { Status: BatchStatus.Queued } => ("Queued", "idle"),
        _ => ("Processing", "run"),
    };

    public static (string Word, string Tone) Describe(ItemStatus status) => status switch
    {
        ItemStatus.Succeeded => ("Succeeded", "good"),
        ItemStatus.Failed => ("Failed", "bad"),
        ItemStatus.Skipped => ("Stored only", "idle"),
        ItemStatus.Canceled => ("Canceled", "idle"),
        ItemStatus.Processing => ("Processing", "run"),
        ItemStatus.Queued => ("Queued", "idle"),
        _ => ("Pending", "idle"),
    };

    public static string Describe(ItemKind kind) => kind == ItemKind.ThreadMessage ? "Message" : "Episode";

    public static string Describe(ExtractionMode mode) => mode switch
    {
        ExtractionMode.StoreOnly => "store only: episodes without facts",
        ExtractionMode.Deterministic => "deterministic: facts by fixed rules",
        ExtractionMode.Model => "model: facts by a model, behind the load",
        _ => WireName(mode),
    };

    /// <summary>The name of a value on the wire.</summary>
    public static string WireName<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static bool HasEnded(BatchSummary batch) => BatchEvent.IsEnd(batch.Status);

    public static bool IsRunning(BatchSummary batch) => batch.Status is BatchStatus.Queued or BatchStatus.Processing;
}
