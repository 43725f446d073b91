using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Silo.Actors;
using Orleans.Batch.Silo.Roles;
using Orleans.Dashboard;

namespace Orleans.Batch.Silo.Grains;

/// <summary>One graph's batch items.</summary>
[GrainType("orleans-batch.graph-ingest")]
[SiloRole(SiloRoles.Batch)]
[NoProfiling]
internal sealed class GraphIngestGrain(SiloActors actors) : ActorGrain(ActorKind.Graph, actors), IGraphIngestGrain;
