using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Actors;
using Orleans.Batch.Grains.Ingestion;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Webhooks;

/// <summary>One shard of the webhook outbox, with its alarm clock.</summary>
[GrainType("orleans-batch.webhook-reminder")]
[SiloRole(SiloRoles.Batch)]
internal sealed class WebhookReminderGrain(SiloActors actors)
    : ActorGrain(ActorKind.Webhook, actors), IWebhookReminderGrain, IRemindable
{
    private const string Alarm = "deliver";

    // What Orleans allows at least. Retries have timers of their own; this is for when the silo with them is gone.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public Task ArmAsync() => this.RegisterOrUpdateReminder(Alarm, Period, Period);

    public Task ReceiveReminder(string reminderName, TickStatus status) => WakeAsync();
}
