namespace Orleans.Batch;

/// <summary>The events an endpoint can choose.</summary>
public static class WebhookEvents
{
    /// <summary>A batch reached a terminal status: exactly one message per batch for any outcome.</summary>
    public const string BatchCompleted = "ingest.batch.completed";

    /// <summary>
    /// An import was closed and all its batches have ended: one message per import, at its first end. Zep does not have it.
    /// </summary>
    public const string ImportCompleted = "ingest.import.completed";

    /// <summary>The first item of a batch failed: one message per batch, while it still runs. Zep does not have it.</summary>
    public const string BatchFirstError = "ingest.batch.first_error";

    /// <summary>An episode is part of its graph: one message per episode.</summary>
    public const string EpisodeProcessed = "episode.processed";

    /// <summary>The event of a test call.</summary>
    public const string Test = "webhook.test";

    /// <summary>The events that can be chosen.</summary>
    public static IReadOnlyList<string> All { get; } = [BatchCompleted, BatchFirstError, EpisodeProcessed, ImportCompleted];
}
