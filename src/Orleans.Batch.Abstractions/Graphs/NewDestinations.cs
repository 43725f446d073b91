namespace Orleans.Batch;

/// <summary>Users, graphs and threads to create in one call: at most <see cref="Limits.DestinationsPerCall"/> together.</summary>
/// <param name="Users">Users, each with a graph of its own.</param>
/// <param name="Graphs">Standalone graphs.</param>
/// <param name="Threads">Threads; each may name a user of the same call.</param>
[GenerateSerializer]
[Alias("orleans-batch.new-destinations.v1")]
[Immutable]
public sealed record NewDestinations(
    [property: Id(0)] IReadOnlyList<NewUser> Users,
    [property: Id(1)] IReadOnlyList<NewGraph> Graphs,
    [property: Id(2)] IReadOnlyList<NewThread> Threads)
{
    /// <summary>
    /// The import that creates them, so that undoing it removes them again if nothing else uses them; null for none. Those that exist
    /// already are not its own.
    /// </summary>
    [Id(3)]
    public Guid? ImportId { get; init; }

    /// <summary>How many there are.</summary>
    public int Count => Users.Count + Graphs.Count + Threads.Count;
}

/// <summary>A user to create.</summary>
/// <param name="UserId">The caller's id.</param>
/// <param name="Fields">Its other fields.</param>
[GenerateSerializer]
[Alias("orleans-batch.new-user.v1")]
[Immutable]
public sealed record NewUser([property: Id(0)] string UserId, [property: Id(1)] UserFields Fields);

/// <summary>A standalone graph to create.</summary>
/// <param name="GraphId">The caller's id.</param>
/// <param name="Fields">Its other fields.</param>
[GenerateSerializer]
[Alias("orleans-batch.new-graph.v1")]
[Immutable]
public sealed record NewGraph([property: Id(0)] string GraphId, [property: Id(1)] GraphFields Fields);

/// <summary>A thread to create.</summary>
/// <param name="ThreadId">The caller's id.</param>
/// <param name="UserId">The user it belongs to.</param>
[GenerateSerializer]
[Alias("orleans-batch.new-thread.v1")]
[Immutable]
public sealed record NewThread([property: Id(0)] string ThreadId, [property: Id(1)] string UserId);
