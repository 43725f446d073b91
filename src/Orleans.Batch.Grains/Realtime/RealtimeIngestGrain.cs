using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Actors;
using Orleans.Batch.Grains.Ingestion;
using Orleans.Batch.Grains.Roles;
using Orleans.Dashboard;
using Orleans.GrainDirectory;

namespace Orleans.Batch.Grains.Realtime;

/// <summary>One graph's live episodes.</summary>
[GrainType("orleans-batch.realtime-ingest")]
[SiloRole(SiloRoles.Realtime)]
[GrainDirectory(OwnerDirectory.Realtime)]
[NoProfiling]
internal sealed class RealtimeIngestGrain(SiloActors actors, RoleOwners owners)
    : GraphActorGrain(ActorKind.Realtime, actors, owners), IRealtimeIngestGrain;
