namespace Orleans.Batch.Loading;

/// <summary>Cuts items into pages and batches, depending only on the items and the limits.</summary>
internal sealed class PageCutter(LoadLimits limits)
{
    private ItemPage? _page;
    private int _batch = 1;
    private int _inBatch;

    /// <summary>Adds the next item; returns the page before it when that one is complete.</summary>
    /// <param name="item">A JSON object that is not empty.</param>
    /// <param name="line">Its line.</param>
    /// <param name="recordId">The record id it is sent with; null when it has one.</param>
    /// <param name="asText">Whether it is sent with the data_type text.</param>
    public ItemPage? Add(ReadOnlySpan<byte> item, long line, string? recordId, bool asText = false)
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
        _page.Add(item, line, recordId, asText);
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
