using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Actors;
using Orleans.Batch.Grains.Roles;
using Orleans.Dashboard;
using Orleans.GrainDirectory;

namespace Orleans.Batch.Grains.Ingestion;

/// <summary>One graph's batch items.</summary>
[GrainType("orleans-batch.graph-ingest")]
[SiloRole(SiloRoles.Batch)]
[GrainDirectory(OwnerDirectory.Batch)]
[NoProfiling]
internal sealed class GraphIngestGrain(SiloActors actors, RoleOwners owners)
    : GraphActorGrain(ActorKind.Graph, actors, owners), IGraphIngestGrain;
