using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;
using Orleans.Dashboard;
using Orleans.Placement;

namespace Orleans.Batch.Grains.Realtime;

/// <summary>Ingests one graph's live episodes, in the order they were accepted.</summary>
[GrainType("orleans-batch.realtime-ingest")]
[SiloRole(SiloRoles.Realtime)]
[HashBasedPlacement]
[NoProfiling]
internal sealed class RealtimeIngestGrain(StepRunner runner, RunningWork running)
    : StepGrain(WorkKind.Realtime, runner, running), IRealtimeIngestGrain;
