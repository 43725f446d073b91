using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Silo.Actors;
using Orleans.Batch.Silo.Roles;
using Orleans.Dashboard;
using Orleans.Placement;

namespace Orleans.Batch.Silo.Grains;

/// <summary>
/// One graph's live episodes. Placed at random: thousands are placed within a moment, before any silo's load is known to have
/// changed, and Orleans' own choice would put them all where they were asked for.
/// </summary>
[GrainType("orleans-batch.realtime-ingest")]
[SiloRole(SiloRoles.Realtime)]
[RandomPlacement]
[NoProfiling]
internal sealed class RealtimeIngestGrain(SiloActors actors) : ActorGrain(ActorKind.Realtime, actors), IRealtimeIngestGrain;
