using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Addressing;

/// <summary>Maps work to grains and to the role of the silos that host them.</summary>
internal static class WorkGrains
{
    public static IWorkGrain Grain(this IGrainFactory grains, WorkKey key) => key.Kind switch
    {
        WorkKind.Batch => grains.GetGrain<IBatchGrain>(key.Key),
        WorkKind.Graph => grains.GetGrain<IGraphIngestGrain>(key.Key),
        WorkKind.Realtime => grains.GetGrain<IRealtimeIngestGrain>(key.Key),
        WorkKind.Model => grains.GetGrain<IModelExtractGrain>(key.Key),
        WorkKind.Webhook => grains.GetGrain<IWebhookReminderGrain>(key.Key),
        WorkKind.ImportUndo => grains.GetGrain<IImportUndoGrain>(key.Key),
        WorkKind.QuietHours => grains.GetGrain<IQuietHoursGrain>(key.Key),
        WorkKind.Housekeeping => grains.GetGrain<IHousekeepingGrain>(key.Key),
        _ => grains.GetGrain<ISearchIndexGrain>(key.Key),
    };

    public static SiloRoles Role(this WorkKind kind) =>
        kind == WorkKind.Realtime ? SiloRoles.Realtime : SiloRoles.Batch;
}
