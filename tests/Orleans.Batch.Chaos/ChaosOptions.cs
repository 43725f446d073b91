namespace Orleans.Batch.Chaos;

/// <summary>What a run does.</summary>
/// <param name="Seed">Decides what clients send and which faults happen.</param>
/// <param name="Calls">How many requests all clients make together.</param>
/// <param name="Clients">How many clients there are.</param>
/// <param name="CallsPerFault">The mean number of requests between faults; 0: no faults.</param>
public sealed record ChaosOptions(int Seed, int Calls, int Clients = 20, int CallsPerFault = 0);
