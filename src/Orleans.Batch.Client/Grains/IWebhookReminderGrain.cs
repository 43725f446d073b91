namespace Orleans.Batch.Client;

/// <summary>
/// One shard of the webhook outbox. A wake-up delivers what is due at once; a reminder is only the alarm clock that does so
/// when a wake-up was lost. On silos of the role <c>batch</c>.
/// </summary>
[Alias("orleans-batch.webhook-reminder.v1")]
public interface IWebhookReminderGrain : IWorkGrain
{
    /// <summary>Sets the alarm clock. Asking again changes nothing.</summary>
    Task ArmAsync();
}
