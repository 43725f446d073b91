using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Clients;

/// <summary>One client: makes random calls until the budget is spent.</summary>
public sealed class ChaosClient
{
    private readonly ClientContext _client;
    private readonly (int Weight, Func<Task> Call)[] _calls;
    private readonly int _weight;

    public ChaosClient(ClientContext client)
    {
        _client = client;
        var items = new ItemFactory(client);
        var own = new OwnBatches(client);
        var batches = new BatchCalls(client, items, own);
        var operations = new OperatorCalls(client, items, own);
        var live = new LiveCalls(client, items);
        var destinations = new DestinationCalls(client);
        var reads = new ReadCalls(client, own);
        var repeats = new RepeatedCalls(client);
        _calls =
        [
            (200, live.AddAsync),
            (90, live.AddMessagesAsync),
            (40, live.GetEpisodeAsync),
            (20, live.DeleteEpisodeAsync),
            (50, batches.CreateAsync),
            (110, batches.AddAsync),
            (30, batches.AddLinesAsync),
            (10, batches.AddTwiceAtOnceAsync),
            (50, batches.ProcessAsync),
            (10, batches.ProcessTwiceAtOnceAsync),
            (90, own.GetAsync),
            (15, operations.CancelAsync),
            (15, operations.PauseAsync),
            (30, operations.ResumeAsync),
            (25, operations.RetryAsync),
            (20, operations.PatchAsync),
            (12, operations.DeleteAsync),
            (10, operations.ValidateAsync),
            (15, destinations.CreateAsync),
            (8, destinations.DeleteAsync),
            (10, reads.ListBatchesAsync),
            (25, reads.ListItemsAsync),
            (10, reads.SearchAsync),
            (5, reads.ContextAsync),
            (10, reads.MessagesAsync),
            (30, repeats.RepeatAsync),
            (10, repeats.MisuseAsync),
        ];
        _weight = _calls.Sum(c => c.Weight);
    }

    /// <summary>Makes calls until no more are allowed. Concurrent calls take turns between their requests.</summary>
    public Task RunAsync() => Task.Factory.StartNew(
        LoopAsync, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    private async Task LoopAsync()
    {
        while (!_client.Budget.IsSpent)
        {
            var before = _client.Budget.Left;
            try
            {
                await Next()();
            }
            catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
            {
                // The answer lacks a field that every such answer has.
                _client.History.Violate(ViolationKind.Answer, $"client {_client.Name}: {e}");
            }

            if (_client.Budget.Left == before)
            {
                await Task.Yield();
            }
        }
    }

    private Func<Task> Next()
    {
        var chance = _client.Chance.Next(_weight);
        foreach (var (weight, call) in _calls)
        {
            if ((chance -= weight) < 0)
            {
                return call;
            }
        }

        return _calls[^1].Call;
    }
}
