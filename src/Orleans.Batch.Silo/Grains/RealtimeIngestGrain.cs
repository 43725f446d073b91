using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Silo.Actors;
using Orleans.Batch.Silo.Roles;
using Orleans.Dashboard;
using Orleans.GrainDirectory;

namespace Orleans.Batch.Silo.Grains;

/// <summary>One graph's live episodes.</summary>
[GrainType("orleans-batch.realtime-ingest")]
[SiloRole(SiloRoles.Realtime)]
[GrainDirectory(OwnerDirectory.Realtime)]
[NoProfiling]
internal sealed class RealtimeIngestGrain(SiloActors actors, RoleOwners owners)
    : GraphActorGrain(ActorKind.Realtime, actors, owners), IRealtimeIngestGrain;
