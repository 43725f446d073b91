using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>
/// The source of items: a file, or a generator. It must yield the same items every time for the same <see cref="Key"/>,
/// because a rerun sends the same pages under the same idempotency keys.
/// </summary>
internal interface IItemSource
{
    /// <summary>Names the content: two sources with one key yield the same. At most 200 letters, digits and dashes.</summary>
    string Key { get; }

    /// <summary>The destinations to create first.</summary>
    DestinationSet Destinations { get; }

    /// <summary>The destinations of the items, each once.</summary>
    NamedDestinations Named { get; }

    /// <summary>How many items <see cref="Pages"/> yields in all.</summary>
    long ItemCount { get; }

    /// <summary>The items in order, cut into pages; the caller disposes each page.</summary>
    IEnumerable<ItemPage> Pages();

    /// <summary>Called for each line the server refused.</summary>
    void Reject(long line, ReadOnlySpan<byte> raw, LineError problem);
}
