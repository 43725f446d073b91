using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>Pages of a list that is known as a whole: the position is the number of entries before the page.</summary>
internal static class ListPages
{
    /// <summary>The page, with the cursor of the next one.</summary>
    /// <param name="page">Which page.</param>
    /// <param name="all">All entries.</param>
    /// <param name="select">Makes the entries of the answer.</param>
    public static Page<TObject> From<T, TObject>(PageRequest page, IReadOnlyList<T> all, Func<T, TObject> select)
    {
        var from = (int)Math.Min(page.Number ?? 0, all.Count);
        var end = Math.Min(from + page.Size, all.Count);
        return new([.. all.Skip(from).Take(page.Size).Select(select)], page.Next(end < all.Count ? (long?)end : null), all.Count);
    }
}
