namespace Orleans.Batch.Server.Loading;

/// <summary>Sees every good item of a file as it is surveyed.</summary>
internal interface IItemObserver
{
    /// <summary>An item.</summary>
    /// <param name="item">Its JSON, valid during the call.</param>
    /// <param name="destination">Where it goes, by its ordinal among <see cref="IItemSource.Named"/>.</param>
    /// <param name="line">The line it begins on.</param>
    void Add(ReadOnlySpan<byte> item, int destination, long line);
}
