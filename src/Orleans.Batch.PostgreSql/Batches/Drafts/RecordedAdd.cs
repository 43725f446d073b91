using System.Globalization;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The record of an add call under its idempotency key, from which the answer is rebuilt.</summary>
/// <param name="First">The sequence index of the first item that the call added.</param>
/// <param name="AddedAt">The time, to the millisecond.</param>
/// <param name="AlreadyLoaded">The positions in the call of the items that it did not add.</param>
/// <param name="HeldInDrafts">The drafts that held some of those items.</param>
internal sealed record RecordedAdd(
    int First, DateTimeOffset AddedAt, IReadOnlyList<int> AlreadyLoaded, IReadOnlyList<Guid> HeldInDrafts)
{
    private const string ReadUuids =
        """
        SELECT array(SELECT i.episode_uuid FROM batch b JOIN batch_item i USING (batch_key)
                     WHERE b.project_key = $1 AND b.batch_uuid = $2 AND i.sequence BETWEEN $3 AND $4
                     ORDER BY i.sequence)
        """;

    public static RecordedAdd Parse(string text)
    {
        var parts = text.Split(' ');
        return new(
            int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[1], CultureInfo.InvariantCulture)),
            parts.Length > 2 ? IndexRanges.Parse(parts[2]) : [],
            parts.Length > 3 ? [.. parts[3].Split(',').Select(Guid.Parse)] : []);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{First} {AddedAt.ToUnixTimeMilliseconds()}");
        var others = AlreadyLoaded.Count == 0 ? place : $"{place} {IndexRanges.Format(AlreadyLoaded)}";
        return HeldInDrafts.Count == 0 ? others : $"{others} {string.Join(',', HeldInDrafts)}";
    }

    /// <summary>Rebuilds the first answer; the items are those of the same body.</summary>
    public async ValueTask<IdempotentResult<AddedBatchItems>> AnswerAsync(
        NpgsqlConnection connection,
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        CancellationToken cancellationToken)
    {
        var others = AlreadyLoaded.ToHashSet();
        var added = items.Where((_, i) => !others.Contains(i)).ToArray();
        var uuids = await connection
            .Statement(ReadUuids, project.Value, batchId, First, First + added.Length - 1)
            .RowAsync(r => r.GetFieldValue<Guid[]>(0), cancellationToken);
        var destinations = new DestinationIds(project, added);
        await using (var lookup = new NpgsqlBatch(connection))
        {
            lookup.BatchCommands.Add(destinations.Command());
            await using var row = await lookup.ExecuteReaderAsync(cancellationToken);
            await destinations.ReadAsync(row, cancellationToken);
        }

        return uuids!.Length == added.Length
            ? new(
                new(AddedItem.Describe(batchId, added, uuids, First, destinations, AddedAt)) { AlreadyLoaded = AlreadyLoaded, HeldInDrafts = HeldInDrafts },
                Replayed: true)
            : throw BatchServiceException.NotFound("batch", batchId.ToString());
    }
}
