namespace Orleans.Batch.Chaos;

/// <summary>What a run does.</summary>
/// <param name="Seed">Decides what clients send and which faults happen.</param>
/// <param name="Calls">How many requests all clients make together.</param>
/// <param name="Clients">How many clients there are.</param>
/// <param name="FaultEvery">The mean time between faults; null: none.</param>
/// <param name="MaxTime">Ends the run earlier than the number of calls does.</param>
public sealed record ChaosOptions(int Seed, int Calls, int Clients = 20, TimeSpan? FaultEvery = null, TimeSpan? MaxTime = null);
