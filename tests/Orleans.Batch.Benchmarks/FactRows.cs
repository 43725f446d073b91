namespace Orleans.Batch.Benchmarks;

/// <summary>The <c>deterministic</c> rows: batches that create facts.</summary>
internal static class FactRows
{
    private const int Full = 50_000;
    private const int Repeats = 3;

    /// <summary>Fills one graph with more than a million facts.</summary>
    public static async Task FillAsync(BatchLoad load, Action<string> say)
    {
        say("filling one graph with a million facts");
        await load.CreateGraphsAsync(1);
        for (var i = 0; i < 13; i++)
        {
            await load.RunAsync(Full, 1, Payload.NewFacts());
        }
    }

    public static async Task MeasureAsync(BatchLoad load, Action<string> say, Action<string, Samples, string, string> row)
    {
        say("creating 1,001 graphs, and a batch to warm up");
        await load.CreateGraphsAsync(1_000);
        await load.CreateGraphsAsync(1);
        await load.RunAsync(5_000, 1_000, Payload.NewFacts());
        await load.RunAsync(5_000, 1_000, Payload.Messages);

        foreach (var (what, graphs, payload) in new (string, int, Func<Payload>)[]
        {
            ("1.6 new facts an item, 1,000 graphs", 1_000, Payload.NewFacts),
            ("1.6 new facts an item, 1 graph", 1, Payload.NewFacts),
            ("1 new fact and 1 repeat an item, 1,000 graphs", 1_000, () => Payload.ChangingFacts(1_000)),
            ("1 new fact and 1 repeat an item, 1 graph", 1, () => Payload.ChangingFacts(1)),
            ("text, 1,000 graphs", 1_000, () => Payload.Messages),
            ("store_only, 1,000 graphs", 1_000, () => Payload.Episodes),
        })
        {
            say(what);
            var times = new List<BatchTimes>();
            for (var i = 0; i < Repeats; i++)
            {
                times.Add(await load.RunAsync(Full, graphs, payload()));
            }

            row("through, " + what, new Samples(times.Select(t => t.ThroughRate)), "items/s", "20,000 items/s");
        }
    }
}
