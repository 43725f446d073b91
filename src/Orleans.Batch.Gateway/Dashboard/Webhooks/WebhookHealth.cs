namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>How an endpoint is doing, in a word and a tone.</summary>
internal static class WebhookHealth
{
    public static (string Word, string Tone) Of(WebhookEndpoint endpoint) => endpoint switch
    {
        { Enabled: false, DisabledReason: not null } => ("disabled by the service", "bad"),
        { Enabled: false } => ("disabled", "idle"),
        { FailingSince: not null } => ("failing", "bad"),
        { LastSuccessAt: not null } => ("delivering", "good"),
        _ => ("nothing sent yet", "idle"),
    };

    public static (string Word, string Tone) Of(WebhookAttempt attempt) => attempt switch
    {
        { Error: null } => ($"delivered, {attempt.Status}", "good"),
        { NextAttemptAt: not null } => (attempt.Status is { } status ? $"failed, {status}" : "failed", "warn"),
        _ => (attempt.Status is { } status ? $"given up, {status}" : "given up", "bad"),
    };

    /// <summary>What an event means.</summary>
    public static string Meaning(string name) => name switch
    {
        WebhookEvents.BatchCompleted => "once for each batch, when it has ended",
        WebhookEvents.BatchFirstError => "once for each batch, when its first item fails",
        WebhookEvents.EpisodeProcessed => "for each episode that is in its graph; many",
        _ => "",
    };
}
