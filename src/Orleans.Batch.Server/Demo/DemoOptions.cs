namespace Orleans.Batch.Server.Demo;

/// <summary>The size of the history, and its seed.</summary>
/// <param name="Items">Items in all. Default: 50,000.</param>
/// <param name="Graphs">Graphs in all: accounts, and the graphs of their users. Default: 2,000.</param>
/// <param name="Seed">The same seed and sizes give the same history, byte for byte. Default: 7.</param>
internal sealed record DemoOptions(int Items = 50_000, int Graphs = 2_000, int Seed = 7)
{
    /// <summary>The name of this history, in idempotency keys and in batch metadata.</summary>
    public string Key => $"demo-{Seed}-{Items}-{Graphs}";

    /// <summary>The prefix of all ids, so that histories of other sizes stay separate.</summary>
    public string Prefix => this == new DemoOptions() ? "demo" : Key;
}
