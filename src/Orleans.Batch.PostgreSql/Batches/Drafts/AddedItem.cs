namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Describes items as the call that added them returns them.</summary>
internal static class AddedItem
{
    /// <param name="batchId">The draft.</param>
    /// <param name="items">The items.</param>
    /// <param name="episodes">The episode of each.</param>
    /// <param name="first">The sequence index of the first.</param>
    /// <param name="destinations">The identities of their destinations.</param>
    /// <param name="added">The time of the call; null: that of the episodes.</param>
    public static BatchItem[] Describe(
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        Guid[] episodes,
        int first,
        DestinationIds destinations,
        DateTimeOffset? added = null)
    {
        var described = new BatchItem[items.Count];
        var at = items.Count == 0 ? default : added ?? EpisodeIds.TimeOf(episodes[0]);
        for (var i = 0; i < described.Length; i++)
        {
            var item = items[i];
            var destination = destinations.Of(item);
            var isMessage = item.Kind == ItemKind.ThreadMessage;
            described[i] = new BatchItem
            {
                ItemId = BatchItemId.Create(batchId, first + i),
                Kind = item.Kind,
                Status = ItemStatus.Pending,
                SequenceIndex = first + i,
                EpisodeUuid = episodes[i],
                GraphId = isMessage ? null : item.GraphId,
                UserId = isMessage ? destination.UserId : item.UserId,
                ThreadId = isMessage ? item.ThreadId : null,
                GraphUuid = destination.GraphUuid,
                UserUuid = destination.UserUuid,
                DocumentId = isMessage ? null : item.DocumentId,
                CreatedAt = at,
                UpdatedAt = at,
            };
        }

        return described;
    }
}
