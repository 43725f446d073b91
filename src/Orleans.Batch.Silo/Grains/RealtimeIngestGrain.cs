using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Silo.Actors;
using Orleans.Batch.Silo.Roles;
using Orleans.Dashboard;

namespace Orleans.Batch.Silo.Grains;

/// <summary>One graph's live episodes.</summary>
[GrainType("orleans-batch.realtime-ingest")]
[SiloRole(SiloRoles.Realtime)]
[NoProfiling]
internal sealed class RealtimeIngestGrain(SiloActors actors) : ActorGrain(ActorKind.Realtime, actors), IRealtimeIngestGrain;
