namespace Orleans.Batch;

/// <summary>The kind of object that an identity names.</summary>
[GenerateSerializer]
[Alias("orleans-batch.address-kind.v1")]
public enum AddressKind : short
{
    /// <summary>A standalone graph.</summary>
    Graph = 0,

    /// <summary>A user's graph, by the graph's own identity.</summary>
    UserGraph = 1,

    /// <summary>A user.</summary>
    User = 2,

    /// <summary>A thread.</summary>
    Thread = 3,
}

/// <summary>A user, thread or graph of a project: the identity that the service gave it, and the id it is stored under.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Uuid">Its identity.</param>
/// <param name="Id">The id of the graph, user or thread; of <see cref="AddressKind.UserGraph"/> the user's.</param>
/// <param name="GraphUuid">The identity of its graph.</param>
/// <param name="UserUuid">The identity of its user; null for a standalone graph.</param>
[GenerateSerializer]
[Alias("orleans-batch.object-address.v1")]
[Immutable]
public sealed record ObjectAddress(
    [property: Id(0)] AddressKind Kind,
    [property: Id(1)] Guid Uuid,
    [property: Id(2)] string Id,
    [property: Id(3)] Guid GraphUuid,
    [property: Id(4)] Guid? UserUuid);

/// <summary>Ids of users, threads and standalone graphs to look up.</summary>
/// <param name="Users">Ids of users.</param>
/// <param name="Threads">Ids of threads.</param>
/// <param name="Graphs">Ids of graphs.</param>
[GenerateSerializer]
[Alias("orleans-batch.object-ids.v1")]
[Immutable]
public sealed record ObjectIds(
    [property: Id(0)] IReadOnlyList<string> Users,
    [property: Id(1)] IReadOnlyList<string> Threads,
    [property: Id(2)] IReadOnlyList<string> Graphs)
{
    /// <summary>How many ids there are.</summary>
    public int Count => Users.Count + Threads.Count + Graphs.Count;
}
