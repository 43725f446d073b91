using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Orleans.Batch.Server.Loading;

/// <summary>
/// Sends a source: destinations first, then the items in order. Pages are cut while one is on the wire, batches are
/// filled one after another, and those that were started are followed meanwhile, only so many at once.
/// </summary>
internal sealed class LoadRun(ApiClient api, IItemSource source, LoadProgress progress, LoadLimits limits, TimeProvider time) : IDisposable
{
    private const int PagesAhead = 2;

    private readonly SemaphoreSlim _unfinished = new(limits.UnfinishedBatches);
    private readonly LoadKeys _keys = new(source.Key);
    private readonly BatchWatch _watch = new(api, progress, limits, time);
    private readonly ConcurrentDictionary<int, BatchReceipt> _batches = new();
    private readonly ConcurrentBag<FailedItem> _failures = [];
    private readonly List<Task> _watching = [];
    private EarlierRun _earlier = new();
    private ExceptionDispatchInfo? _fault;

    /// <summary>Sends everything and waits for the last batch to end.</summary>
    /// <exception cref="LoadException">The load cannot go on. What was sent stays; running it again goes on from there.</exception>
    public async Task<LoadReceipt> RunAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        progress.DestinationTotal = source.Destinations.Count;
        progress.ItemTotal = source.ItemCount;
        _earlier = await EarlierRun.FindAsync(api, source.Key, cancel);
        var destinations = new DestinationCreation(api, source, progress, limits);
        await destinations.RunAsync(cancel);
        if (!_earlier.Any)
        {
            await new MissingDestinations(api, progress, limits).CheckAsync(destinations.Unseen, cancel);
        }

        var ready = time.GetTimestamp();
        await SendAndFollowAsync(cancel);
        return new LoadReceipt
        {
            Source = source.Key,
            Url = api.Url.ToString(),
            Accepted = _batches.Values.Sum(b => b.Items),
            DestinationsCreated = destinations.Created,
            DestinationsAlreadyThere = destinations.AlreadyThere,
            Batches = [.. _batches.OrderBy(b => b.Key).Select(b => b.Value)],
            FailedItems = [.. _failures.OrderBy(f => f.Line).Take(limits.ListedFailures)],
            DestinationSeconds = time.GetElapsedTime(began, ready).TotalSeconds,
            ItemSeconds = time.GetElapsedTime(ready).TotalSeconds,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _unfinished.Dispose();

    private async Task SendAndFollowAsync(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pages = Channel.CreateBounded<ItemPage>(PagesAhead);
        await Task.WhenAll(
            GuardedAsync(() => CutAsync(pages.Writer, stop.Token), stop),
            GuardedAsync(() => SendAsync(pages.Reader, stop), stop));
        await Task.WhenAll(_watching);
        cancel.ThrowIfCancellationRequested();
        _fault?.Throw();
    }

    /// <summary>Runs one of the parts; the first fault of any stops all the others and is the one that is told.</summary>
    private async Task GuardedAsync(Func<Task> part, CancellationTokenSource stop)
    {
        try
        {
            await part();
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(e), null);
            await stop.CancelAsync();
        }
    }

    private Task CutAsync(ChannelWriter<ItemPage> pages, CancellationToken cancel) => Task.Run(
        async () =>
        {
            foreach (var page in source.Pages())
            {
                await pages.WriteAsync(page, cancel);
            }

            // Not on a fault: pages that ended early would look like the end of the source, and its last batch would be started.
            pages.Complete();
        },
        cancel);

    private async Task SendAsync(ChannelReader<ItemPage> pages, CancellationTokenSource stop)
    {
        BatchUpload? batch = null;
        await foreach (var page in pages.ReadAllAsync(stop.Token))
        {
            if (batch?.Number != page.Batch)
            {
                await StartAsync(batch, stop);
                await _unfinished.WaitAsync(stop.Token);
                batch = new BatchUpload(api, source, _keys, progress, page.Batch);
                await batch.OpenAsync(_earlier.Started(page.Batch, ItemsOf(page.Batch)), stop.Token);
            }

            await batch.AddAsync(page, stop.Token);
        }

        await StartAsync(batch, stop);
    }

    private async Task StartAsync(BatchUpload? batch, CancellationTokenSource stop)
    {
        if (batch is null)
        {
            return;
        }

        // Without a single good item there is nothing to start; the draft stays empty.
        if (batch.Lines.Count == 0)
        {
            _batches[batch.Number] = new(batch.Id, "draft", 0, 0, 0, 0, 0, batch.AlreadyThere);
            _unfinished.Release();
            return;
        }

        await batch.ProcessAsync(stop.Token);
        _watching.Add(GuardedAsync(() => FollowAsync(batch, stop.Token), stop));
    }

    private async Task FollowAsync(BatchUpload batch, CancellationToken cancel)
    {
        var receipt = await _watch.UntilEndAsync(batch, cancel);
        if (receipt.Items != batch.Lines.Count)
        {
            throw new LoadException($"Batch {batch.Id} holds {receipt.Items} items, but {batch.Lines.Count} were sent.");
        }

        if (receipt.Failed > 0)
        {
            foreach (var failure in await _watch.FailuresAsync(batch, limits.ListedFailures, cancel))
            {
                _failures.Add(failure);
            }
        }

        _batches[batch.Number] = receipt;
        _unfinished.Release();
    }

    private long ItemsOf(int batch) => Math.Min(limits.BatchItems, source.ItemCount - ((batch - 1L) * limits.BatchItems));
}
