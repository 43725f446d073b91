namespace Orleans.Batch.Engine.IntegrationTests.Properties;

/// <summary>A caller's observations of each batch and item; a forbidden change of status fails at once.</summary>
internal sealed class ObservedHistory(IBatchClient batches, ProjectId project)
{
    private readonly List<Guid> _batches = [];
    private readonly Dictionary<Guid, BatchStatus> _statuses = [];
    private readonly Dictionary<Guid, ItemStatus> _items = [];
    private readonly Dictionary<Guid, BatchSummary> _ends = [];

    /// <summary>The service that is called; another one after a crash.</summary>
    public IBatchClient Client { get; set; } = batches;

    /// <summary>All batches that were not deleted.</summary>
    public IReadOnlyList<Guid> Batches => _batches;

    public void Created(Guid batch) => _batches.Add(batch);

    public void Deleted(Guid batch) => _batches.Remove(batch);

    /// <summary>The batch at a position, modulo their number; null if there is none.</summary>
    public Guid? Find(int place) => _batches.Count > 0 ? _batches[place % _batches.Count] : null;

    /// <summary>Reads a batch, then all its items: they cannot have made less progress than it.</summary>
    public async Task<(BatchSummary Summary, IReadOnlyList<BatchItem> Items)> ReadAsync(Guid batch)
    {
        var summary = await Client.GetAsync(project, batch, default);
        if (_ends.TryGetValue(batch, out var end))
        {
            summary.ShouldBe(end, "what has ended never changes");
        }
        else if (summary.Status >= BatchStatus.Invalid)
        {
            _ends.Add(batch, summary);
        }

        ShouldFollow(_statuses.GetValueOrDefault(batch), summary.Status);
        _statuses[batch] = summary.Status;

        var items = new List<BatchItem>();
        for (long? cursor = null; ;)
        {
            var page = await Client.ListItemsAsync(project, batch, new BatchItemQuery(Limit: 33, cursor), default);
            items.AddRange(page.Items);
            cursor = page.NextCursor;
            if (cursor is null)
            {
                break;
            }
        }

        // The valid items of an invalid batch are returned: they wait for nothing now.
        var invalid = (await Client.GetAsync(project, batch, default)).Status == BatchStatus.Invalid;
        foreach (var item in items.Where(i => !invalid || i.Status != ItemStatus.Pending))
        {
            ShouldFollow(_items.GetValueOrDefault(item.ItemId), item.Status);
            _items[item.ItemId] = item.Status;
        }

        return (summary, items);
    }

    private static void ShouldFollow(BatchStatus before, BatchStatus after)
    {
        var legal = before == after || before switch
        {
            BatchStatus.Draft => true,
            BatchStatus.Queued => after > BatchStatus.Queued,
            BatchStatus.Processing => after > BatchStatus.Invalid,
            _ => false,
        };
        legal.ShouldBeTrue($"a batch went from {before} to {after}");
    }

    private static void ShouldFollow(ItemStatus before, ItemStatus after) =>
        (before == after || (before < ItemStatus.Succeeded && after > before))
            .ShouldBeTrue($"an item went from {before} to {after}");
}
