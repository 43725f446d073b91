using Orleans.Batch.Gateway;

namespace Orleans.Batch.Server.Loading;

/// <summary>
/// Where items come from: a file, or a generator. What it yields must be the same every time for the same
/// <see cref="Key"/>, since a rerun sends the same pages under the same idempotency keys.
/// </summary>
internal interface IItemSource
{
    /// <summary>Names the content: two sources with one key yield the same. At most 200 letters, digits and dashes.</summary>
    string Key { get; }

    /// <summary>What to create first.</summary>
    DestinationSet Destinations { get; }

    /// <summary>Where the items go, each destination once.</summary>
    NamedDestinations Named { get; }

    /// <summary>How many items <see cref="Pages"/> yields in all.</summary>
    long ItemCount { get; }

    /// <summary>The items in order, cut into pages; each page is the taker's to dispose.</summary>
    IEnumerable<ItemPage> Pages();

    /// <summary>Told of each line the server refused.</summary>
    void Reject(long line, ReadOnlySpan<byte> raw, LineError problem);
}
