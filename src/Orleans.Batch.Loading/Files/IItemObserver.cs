namespace Orleans.Batch.Loading;

/// <summary>Receives every good item of a file during the survey.</summary>
internal interface IItemObserver
{
    /// <summary>A survey begins: what another one gave is void.</summary>
    void Clear();

    /// <summary>An item.</summary>
    /// <param name="item">Its JSON, valid during the call.</param>
    /// <param name="destination">Its destination, by its ordinal among <see cref="IItemSource.Named"/>.</param>
    /// <param name="line">The line it begins on.</param>
    void Add(ReadOnlySpan<byte> item, int destination, long line);
}
