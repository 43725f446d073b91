namespace Orleans.Batch.Webhooks;

/// <summary>Records attempts as metrics.</summary>
internal static class WebhookTelemetry
{
    public static void Report(DueDelivery delivery, AttemptRecord attempt)
    {
        var outcome = new KeyValuePair<string, object?>("outcome", Word(attempt.Verdict));
        Telemetry.WebhookAttempts.Add(1, outcome);
        Telemetry.WebhookDuration.Record(attempt.Duration.TotalSeconds, outcome);
        if (delivery.Attempt == 1)
        {
            Telemetry.WebhookLag.Record(delivery.Overdue.TotalSeconds);
        }
    }

    private static string Word(AttemptVerdict verdict) => verdict switch
    {
        AttemptVerdict.Delivered => "delivered",
        AttemptVerdict.Retry => "retry",
        AttemptVerdict.GaveUp => "gave_up",
        AttemptVerdict.Aborted => "aborted",
        _ => "gone",
    };
}
