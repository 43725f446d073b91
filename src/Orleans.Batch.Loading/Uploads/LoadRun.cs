using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Orleans.Batch.Loading;

/// <summary>
/// Sends a source: destinations first, then the items in order. Pages are cut while one is being sent, batches are
/// filled one after another, and a limited number of started ones is followed meanwhile.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="source">The items.</param>
/// <param name="description">What the server is told about the import.</param>
/// <param name="extraction">What is extracted from them.</param>
/// <param name="progress">Receives the progress.</param>
/// <param name="limits">The limits of pages and batches.</param>
/// <param name="time">The clock of waits.</param>
internal sealed class LoadRun(
    ApiClient api,
    IItemSource source,
    ImportDescription description,
    LoadExtraction extraction,
    LoadProgress progress,
    LoadLimits limits,
    TimeProvider time) : IDisposable
{
    private const int PagesAhead = 2;

    private readonly SemaphoreSlim _unfinished = new(limits.UnfinishedBatches);
    private readonly ConflictingDrafts _held = new(api, progress, limits, time);
    private readonly LoadImport _import = new(api, source, description);
    private readonly BatchFollower _watch = new(api, progress, limits, time);
    private readonly ConcurrentDictionary<(int Number, int Continuation), BatchReceipt> _batches = new();
    private readonly ConcurrentBag<FailedItem> _failures = [];
    private readonly List<Task> _watching = [];
    private PreviousRun _earlier = new();
    private LoadKeys _keys = new(source.Key, 1);
    private long _alreadyLoaded;
    private long _accepted;
    private long _destinationsCreated;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Sends everything and waits for the last batch to end.</summary>
    /// <exception cref="LoadException">The load cannot continue. Data sent stays; running it again continues from there.</exception>
    public async Task<LoadReceipt> RunAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        progress.DestinationTotal = source.Destinations.Count;
        progress.ItemTotal = source.ItemCount;
        _earlier = await PreviousRun.FindAsync(api, source.Key, cancel);
        _keys = new LoadKeys(source.Key, _earlier.Run);
        while (!await _import.OpenAsync(_keys, cancel))
        {
            _earlier.BeginAnew();
            _keys = new LoadKeys(source.Key, _earlier.Run);
        }

        var destinations = new DestinationCreation(api, source, _import.Id, progress, limits);
        await CreateAsync(destinations, cancel);
        _destinationsCreated = destinations.Created;
        var ready = time.GetTimestamp();
        await SendAndFollowAsync(cancel);
        await _held.SettleAsync(cancel);
        return new LoadReceipt
        {
            Source = source.Key,
            Url = api.Url.ToString(),
            ImportId = _accepted + _destinationsCreated > 0 ? _import.Id : null,
            Accepted = _batches.Values.Sum(b => b.Items),
            AlreadyLoaded = _alreadyLoaded,
            UnsettledBatches = _held.Unsettled,
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

    private async Task CreateAsync(DestinationCreation destinations, CancellationToken cancel)
    {
        try
        {
            await destinations.RunAsync(cancel);
            if (!_earlier.GoesOn)
            {
                await new MissingDestinations(api, progress, limits).CheckAsync(destinations.Unseen, cancel);
            }
        }
        catch (LoadException e) when (e.WrongDestinations && destinations.Created == 0 && !_earlier.GoesOn)
        {
            // An import that brought nothing would stay open.
            await _import.DeleteAsync(cancel);
            throw;
        }
    }

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

    /// <summary>Runs one of the parts; the first fault of any stops all the others and is the one that is thrown.</summary>
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

            // Not on a fault: an early end of the pages would look like the end of the source, and its last batch would
            // be started.
            pages.Complete();
        },
        cancel);

    private async Task SendAsync(ChannelReader<ItemPage> pages, CancellationTokenSource stop)
    {
        BatchUpload? batch = null;
        await foreach (var page in pages.ReadAllAsync(stop.Token))
        {
            using var current = page;
            if (batch?.Number != page.Batch)
            {
                // The next draft is created before this one is started: an interrupted run is recognized by its draft.
                var next = await OpenAsync(page.Batch, 0, stop.Token);
                await StartAsync(batch, stop);
                await _unfinished.WaitAsync(stop.Token);
                batch = next;
            }

            while (!await batch.AddAsync(page, stop.Token))
            {
                // Another load took it for an abandoned one and started it, or deleted it while it was empty.
                var next = await OpenAsync(batch.Number, batch.Continuation + 1, stop.Token);
                await StartAsync(batch, stop);
                await _unfinished.WaitAsync(stop.Token);
                batch = next;
            }
        }

        var accepted = _accepted + (batch?.Lines.Count ?? 0);
        if (accepted > 0)
        {
            // Before the last batch is started: an interrupted run is recognized by its draft, and comes here again.
            await _import.CloseAsync(accepted, stop.Token);
        }

        await StartAsync(batch, stop);
        if (accepted == 0 && _destinationsCreated > 0)
        {
            await _import.CloseAsync(accepted, stop.Token);
        }
        else if (accepted == 0)
        {
            // After its draft, so that it is empty.
            await _import.DeleteAsync(stop.Token);
        }
    }

    private async Task<BatchUpload> OpenAsync(int number, int continuation, CancellationToken cancel)
    {
        while (true)
        {
            var batch = new BatchUpload(api, source, _keys, progress, _held, number, continuation);
            await batch.OpenAsync(continuation == 0 ? _earlier.Started(number, ItemsOf(number)) : null, _import, extraction, cancel);
            if (!batch.IsGone || _earlier.IsPast(number))
            {
                return batch;
            }

            // A run that found everything loaded has left only its keys.
            if (number == 1 && continuation == 0 && !_earlier.GoesOn)
            {
                _keys = new LoadKeys(source.Key, _keys.Run + 1);
            }
            else
            {
                continuation++;
            }
        }
    }

    private async Task StartAsync(BatchUpload? batch, CancellationTokenSource stop)
    {
        if (batch is null)
        {
            return;
        }

        _alreadyLoaded += batch.AlreadyLoaded;
        _accepted += batch.Lines.Count;
        if (batch.Lines.Count == 0)
        {
            await batch.DiscardAsync(stop.Token);
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

        _batches[(batch.Number, batch.Continuation)] = receipt;
        _unfinished.Release();
    }

    private long ItemsOf(int batch) => Math.Min(limits.BatchItems, source.ItemCount - ((batch - 1L) * limits.BatchItems));
}
