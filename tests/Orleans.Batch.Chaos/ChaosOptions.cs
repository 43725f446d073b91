namespace Orleans.Batch.Chaos;

/// <summary>The options of a run.</summary>
/// <param name="Seed">Decides what clients send and which faults happen.</param>
/// <param name="Calls">The number of requests of all clients together.</param>
/// <param name="Clients">The number of clients.</param>
/// <param name="CallsPerFault">The mean number of requests between faults; 0: no faults.</param>
public sealed record ChaosOptions(int Seed, int Calls, int Clients = 20, int CallsPerFault = 0);
