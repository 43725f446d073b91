namespace Orleans.Batch;

/// <summary>What became of the destinations of one call: each was created or existed.</summary>
/// <param name="Created">Those that the call created.</param>
/// <param name="Existing">Those that existed and were left as they are, repetitions within the call included.</param>
[GenerateSerializer]
[Alias("orleans-batch.created-destinations.v1")]
[Immutable]
public sealed record CreatedDestinations(
    [property: Id(0)] DestinationCounts Created, [property: Id(1)] DestinationCounts Existing);

/// <summary>Numbers of destinations.</summary>
/// <param name="Users">How many users.</param>
/// <param name="Graphs">How many standalone graphs.</param>
/// <param name="Threads">How many threads.</param>
[GenerateSerializer]
[Alias("orleans-batch.destination-counts.v1")]
[Immutable]
public sealed record DestinationCounts([property: Id(0)] int Users, [property: Id(1)] int Graphs, [property: Id(2)] int Threads);
