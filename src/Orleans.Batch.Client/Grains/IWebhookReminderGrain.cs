namespace Orleans.Batch.Client;

/// <summary>
/// One shard of the webhook outbox. A wake-up delivers what is due at once; a reminder does the same when a wake-up was
/// lost. On silos of the role <c>batch</c>.
/// </summary>
[Alias("orleans-batch.webhook-reminder.v1")]
public interface IWebhookReminderGrain : IWorkGrain
{
    /// <summary>Registers the reminder. A repeated call changes nothing.</summary>
    Task ArmAsync();
}
