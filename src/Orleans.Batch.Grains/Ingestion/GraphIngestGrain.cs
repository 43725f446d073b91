using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;
using Orleans.Dashboard;
using Orleans.Placement;

namespace Orleans.Batch.Grains.Ingestion;

/// <summary>Ingests one graph's batch items, chunk after chunk, in the order of their lanes.</summary>
[GrainType("orleans-batch.graph-ingest")]
[SiloRole(SiloRoles.Batch)]
[HashBasedPlacement]
[NoProfiling]
internal sealed class GraphIngestGrain(StepRunner runner, RunningWork running)
    : StepGrain(WorkKind.Graph, runner, running), IGraphIngestGrain;
