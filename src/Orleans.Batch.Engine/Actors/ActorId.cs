namespace Orleans.Batch.Actors;

/// <summary>The kinds of actors. The numbers may travel between processes; they never change.</summary>
public enum ActorKind : byte
{
    /// <summary>Coordinates one batch.</summary>
    Batch = 0,

    /// <summary>Ingests one graph's batch items.</summary>
    Graph = 1,

    /// <summary>Ingests one graph's real-time episodes.</summary>
    Realtime = 2,

    /// <summary>Delivers one shard of the webhook outbox.</summary>
    Webhook = 3,
}

/// <summary>Names an actor: it has at most one activation at a time.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Key">The internal key of what it does it to.</param>
public readonly record struct ActorId(ActorKind Kind, long Key);
