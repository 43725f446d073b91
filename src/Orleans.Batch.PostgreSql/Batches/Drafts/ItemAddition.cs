using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Adds the items of one call to a draft.</summary>
internal static class ItemAddition
{
    public static async ValueTask<IdempotentResult<AddedBatchItems>> RunAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
        {
            return await RecordedAdd.Parse(recorded).AnswerAsync(connection, project, batchId, items, cancellationToken);
        }

        var destinations = new DestinationIds(project, items);
        var (claimed, place) = await ClaimAsync(connection, project, batchId, items, maxItems, destinations, cancellationToken);
        if (claimed.Items.Count > 0)
        {
            await ItemCopy.WriteEpisodesAsync(connection, project, claimed, place, cancellationToken);
            await ItemCopy.WriteItemsAsync(connection, "batch_item", claimed, place, cancellationToken);
        }

        await KeyedCall.RecordAsync(
            connection,
            project,
            key,
            () => new RecordedAdd(place.First, place.AddedAt, claimed.AlreadyLoaded, claimed.HeldInDrafts).ToString(),
            cancellationToken);
        return new IdempotentResult<AddedBatchItems>(
            new(AddedItem.Describe(batchId, claimed.Items, claimed.Episodes, place.First, destinations))
            {
                AlreadyLoaded = claimed.AlreadyLoaded,
                HeldInDrafts = claimed.HeldInDrafts,
            },
            Replayed: false);
    }

    // Record ids are claimed before the batch is locked.
    private static async ValueTask<(ClaimedItems Items, SequencePlace Place)> ClaimAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        int maxItems,
        DestinationIds destinations,
        CancellationToken cancellationToken)
    {
        if (!items.Any(static i => i.RecordId is not null))
        {
            var place = await SequencePlace.TakeAsync(connection, project, batchId, items.Count, maxItems, destinations, cancellationToken);
            return (ClaimedItems.All(items, EpisodeIds.Create(place.AddedAt, items.Count)), place);
        }

        var now = await connection.Statement("SELECT sql_now()").RowAsync(r => r.Instant(0), cancellationToken);
        var claimed = await IdentityClaim.RunAsync(
            connection, project, batchId, items, EpisodeIds.Create(now, items.Count), cancellationToken);
        var taken = await SequencePlace.TakeAsync(connection, project, batchId, claimed.Items.Count, maxItems, destinations, cancellationToken);
        return (claimed, taken with { AddedAt = now });
    }
}
