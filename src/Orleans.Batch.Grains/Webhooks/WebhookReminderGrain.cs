using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Webhooks;

/// <summary>Delivers one shard of the webhook outbox. A reminder wakes it when a wake-up was lost.</summary>
[GrainType("orleans-batch.webhook-reminder")]
[SiloRole(SiloRoles.Batch)]
internal sealed class WebhookReminderGrain(StepRunner runner, RunningWork running)
    : StepGrain(WorkKind.Webhook, runner, running), IWebhookReminderGrain, IRemindable
{
    private const string Alarm = "deliver";

    // The minimum that Orleans allows. Retries have their own timers; this covers the loss of the silo that has them.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public Task ArmAsync() => this.RegisterOrUpdateReminder(Alarm, Period, Period);

    public Task ReceiveReminder(string reminderName, TickStatus status) => WakeAsync();
}
