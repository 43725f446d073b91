using Orleans.Batch.Formats.Files;
using Orleans.Batch.Loading;

namespace Orleans.Batch.Server.Demo;

/// <summary>A generated history as a source for the loader. Its lines are its items, counted from 1.</summary>
internal sealed class DemoItemSource : IItemSource
{
    private readonly DemoOptions _options;
    private readonly LoadLimits _limits;
    private readonly DemoIds _ids;
    private long _rejected;
    private readonly Dictionary<string, long> _ofDestination = [];

    /// <summary>Reads the history once for its destinations; keeps no items.</summary>
    public DemoItemSource(DemoOptions options, LoadLimits limits)
    {
        (_options, _limits, _ids) = (options, limits, new DemoIds(options));
        var history = new SupportHistory(options);
        using var json = new DemoJson(_ids);
        foreach (var account in history.Accounts)
        {
            Destinations.Add(new(LineKind.Graph, _ids.Graph(account), json.Graph(account), 0));
        }

        foreach (var user in history.Users)
        {
            Destinations.Add(new(LineKind.User, _ids.User(user), json.User(user), 0));
        }

        DemoChat? last = null;
        foreach (var item in history.Items())
        {
            if (item.Chat is { } chat && chat != last)
            {
                Destinations.Add(new(LineKind.Thread, _ids.Thread(chat), json.Thread(chat), 0));
                last = chat;
            }

            var destination = item.Chat is null ? _ids.Graph(item.Account) : _ids.Thread(item.Chat);
            _ofDestination[destination] = _ofDestination.GetValueOrDefault(destination) + 1;
        }
    }

    /// <inheritdoc/>
    public string Key => _options.Key;

    /// <inheritdoc/>
    public DestinationSet Destinations { get; } = new();

    /// <summary>None: the history creates every destination itself.</summary>
    public NamedDestinations Named { get; } = new();

    /// <inheritdoc/>
    public long ItemCount => _options.Items;

    /// <summary>Items the server refused. There should be none.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    /// <summary>Every graph or thread that gets items directly, and how many.</summary>
    public IReadOnlyDictionary<string, long> ItemsOfDestination => _ofDestination;

    /// <inheritdoc/>
    public IEnumerable<ItemPage> Pages()
    {
        using var json = new DemoJson(_ids);
        var cutter = new PageCutter(_limits);
        var line = 0L;
        foreach (var item in new SupportHistory(_options).Items())
        {
            line++;
            if (cutter.Add(json.Item(item), line, $"demo:{line}") is { } page)
            {
                yield return page;
            }
        }

        if (cutter.End() is { } last)
        {
            yield return last;
        }
    }

    /// <inheritdoc/>
    public void Reject(long line, ReadOnlySpan<byte> raw, LineError problem) => Interlocked.Increment(ref _rejected);
}
