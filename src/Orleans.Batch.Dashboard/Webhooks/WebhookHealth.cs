namespace Orleans.Batch.Dashboard;

/// <summary>The health of an endpoint, as a word and a tone.</summary>
internal static class WebhookHealth
{
    public static (string Word, string Tone) Describe(WebhookEndpoint endpoint) => endpoint switch
    {
        { Enabled: false, DisabledReason: not null } => ("disabled by the service", "bad"),
        { Enabled: false } => ("disabled", "idle"),
        { FailingSince: not null } => ("failing", "bad"),
        { LastSuccessAt: not null } => ("delivering", "good"),
        _ => ("nothing sent yet", "idle"),
    };

    public static (string Word, string Tone) Describe(WebhookAttempt attempt) => attempt switch
    {
        { Error: null } => ($"delivered, {attempt.Status}", "good"),
        { NextAttemptAt: not null } => (attempt.Status is { } status ? $"failed, {status}" : "failed", "warn"),
        _ => (attempt.Status is { } status ? $"failed finally, {status}" : "failed finally", "bad"),
    };

    /// <summary>The result of a message about a batch; the endpoint's address follows.</summary>
    public static string Describe(BatchDelivery told)
    {
        var what = told.EventName == WebhookEvents.BatchFirstError ? "Webhook of the first error" : "Webhook of the end";
        return told switch
        {
            { Delivered: true, Attempts: > 1 } => $"{what} delivered at attempt {told.Attempts} to",
            { Delivered: true } => $"{what} delivered to",
            { EndedAt: not null, Attempts: 0 } => $"{what} never sent, for its endpoint was disabled:",
            { EndedAt: not null } => $"{what} failed finally after {told.Attempts} {(told.Attempts == 1 ? "attempt" : "attempts")} to",
            { NextAttemptAt: { } next } =>
                $"{what} failed {(told.Attempts == 1 ? "once" : $"{told.Attempts} times")}, is sent again at {TimeText.Clock(next)} to",
            _ => $"{what} pending to",
        };
    }

    /// <summary>The meaning of an event.</summary>
    public static string Meaning(string name) => name switch
    {
        WebhookEvents.BatchCompleted => "once for each batch, when it has ended",
        WebhookEvents.BatchFirstError => "once for each batch, when its first item fails",
        WebhookEvents.ImportCompleted => "once for each import, when it is closed and all its batches have ended",
        WebhookEvents.EpisodeProcessed => "for each episode that was added to its graph; many messages",
        _ => "",
    };
}
