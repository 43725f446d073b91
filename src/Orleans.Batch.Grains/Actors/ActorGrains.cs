using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Actors;

/// <summary>Which grain an actor is, and where it lives.</summary>
internal static class ActorGrains
{
    public static IActorGrain Grain(this IGrainFactory grains, ActorId id) => id.Kind switch
    {
        ActorKind.Batch => grains.GetGrain<IBatchGrain>(id.Key),
        ActorKind.Graph => grains.GetGrain<IGraphIngestGrain>(id.Key),
        ActorKind.Realtime => grains.GetGrain<IRealtimeIngestGrain>(id.Key),
        _ => grains.GetGrain<IWebhookReminderGrain>(id.Key),
    };

    public static SiloRoles Role(this ActorKind kind) =>
        kind == ActorKind.Realtime ? SiloRoles.Realtime : SiloRoles.Batch;
}
