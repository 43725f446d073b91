namespace Orleans.Batch.Server.Loading;

/// <summary>Cuts a row of items into pages and batches, by nothing but the items and the limits.</summary>
internal sealed class PageCutter(LoadLimits limits)
{
    private ItemPage? _page;
    private int _batch = 1;
    private int _inBatch;

    /// <summary>Takes the next item; returns the page before it when that one turned out to be complete.</summary>
    public ItemPage? Add(ReadOnlySpan<byte> item, long line)
    {
        ItemPage? full = null;
        if (_page is not null && (_inBatch == limits.BatchItems || _page.Count == limits.PageItems
            || _page.Bytes + item.Length > limits.PageBytes))
        {
            full = End();
        }

        if (_inBatch == limits.BatchItems)
        {
            (_batch, _inBatch) = (_batch + 1, 0);
        }

        _page ??= new ItemPage(_batch);
        _page.Add(item, line);
        _inBatch++;
        return full;
    }

    /// <summary>The last page, if items are left.</summary>
    public ItemPage? End()
    {
        var page = _page?.Close();
        _page = null;
        return page;
    }
}
