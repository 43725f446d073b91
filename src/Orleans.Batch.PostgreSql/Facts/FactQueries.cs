using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>The queries of a commit about the nodes and timelines it will change, run under the locks of their graphs.</summary>
internal static class FactQueries
{
    private const string FindNodes =
        "SELECT node_uuid, named_at, named_ord, labels FROM node WHERE node_uuid = ANY($1)";

    private const string EntryColumns = "valid_at, ord, fact_uuid, target_node, name, value, episode_uuid, created_at";

    // Around each place: the last fact before it, and the facts and repeats after it. A new node has no
    // timelines: in a first load that saves three of four probes.
    private const string FindWindows =
        $"""
        SELECT q.ordinal, e.*
        FROM (SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS q(source_node, slot, at, ord, ordinal)
              WHERE EXISTS (SELECT FROM node WHERE node_uuid = q.source_node) OFFSET 0) q
        CROSS JOIN LATERAL (
            (SELECT 0, {EntryColumns}, false, invalid_at, end_ord, expired_at FROM fact
             WHERE source_node = q.source_node AND slot = q.slot AND (valid_at, ord) < (q.at, q.ord)
             ORDER BY valid_at DESC, ord DESC LIMIT 1)
            UNION ALL
            (SELECT 1, {EntryColumns}, false, invalid_at, end_ord, expired_at FROM fact
             WHERE source_node = q.source_node AND slot = q.slot AND (valid_at, ord) >= (q.at, q.ord)
             ORDER BY valid_at, ord LIMIT $5)
            UNION ALL
            (SELECT 2, {EntryColumns}, ends, NULL, NULL, NULL FROM fact_repeat
             WHERE source_node = q.source_node AND slot = q.slot AND (valid_at, ord) >= (q.at, q.ord)
             ORDER BY valid_at, ord LIMIT $5)) e
        """;

    public static NpgsqlBatchCommand Nodes(IEnumerable<Guid> ids) => new(FindNodes)
    {
        Parameters = { GraphRows.Array(ids.ToArray(), NpgsqlDbType.Uuid) },
    };

    public static NpgsqlBatchCommand Windows(IReadOnlyList<SlotPlace> places, int limit) => new(FindWindows)
    {
        Parameters =
        {
            GraphRows.Array(places.Select(p => p.Slot.Source).ToArray(), NpgsqlDbType.Uuid),
            GraphRows.Array(places.Select(p => p.Slot.Hash).ToArray(), NpgsqlDbType.Bigint),
            GraphRows.Array(places.Select(p => p.From.At).ToArray(), NpgsqlDbType.TimestampTz),
            GraphRows.Array(places.Select(p => p.From.Ord).ToArray(), NpgsqlDbType.Bigint),
            new() { Value = (long)limit },
        },
    };

    public static async ValueTask<Dictionary<Guid, StoredNode>> ReadNodesAsync(
        NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        var nodes = new Dictionary<Guid, StoredNode>();
        while (await row.ReadAsync(cancellationToken))
        {
            nodes.Add(row.GetGuid(0), new StoredNode(
                new TimelinePlace(row.GetDateTime(1), row.GetInt64(2)), row.GetFieldValue<string[]>(3)));
        }

        return nodes;
    }

    /// <summary>One window per place, in the order of the places.</summary>
    public static async ValueTask<TimelineWindow[]> ReadWindowsAsync(
        NpgsqlDataReader row, IReadOnlyList<SlotPlace> places, int limit, CancellationToken cancellationToken)
    {
        var windows = new TimelineWindow[places.Count];
        for (var i = 0; i < places.Count; i++)
        {
            windows[i] = new TimelineWindow(places[i].From, limit);
        }

        while (await row.ReadAsync(cancellationToken))
        {
            windows[row.GetInt64(0) - 1].Add((WindowPart)row.GetInt32(1), ReadEntry(row));
        }

        return windows;
    }

    private static TimelineEntry ReadEntry(NpgsqlDataReader row)
    {
        var isFact = (WindowPart)row.GetInt32(1) != WindowPart.Repeats;
        var entry = new TimelineEntry
        {
            Place = new TimelinePlace(row.GetDateTime(2), row.GetInt64(3)),
            Id = row.GetGuid(4),
            Target = row.GetGuid(5),
            Name = row.GetString(6),
            Value = row.IsDBNull(7) ? null : row.GetString(7),
            Episode = row.GetGuid(8),
            CreatedAt = row.GetDateTime(9),
            Ends = row.GetBoolean(10),
            Origin = isFact ? EntryOrigin.Fact : EntryOrigin.Repeat,
        };
        return isFact
            ? entry.AsStoredFact(
                row.IsDBNull(11) ? null : new TimelinePlace(row.GetDateTime(11), row.GetInt64(12)),
                row.IsDBNull(13) ? null : row.GetDateTime(13))
            : entry;
    }
}

/// <summary>The place in a timeline where a window begins.</summary>
internal readonly record struct SlotPlace(SlotKey Slot, TimelinePlace From);

/// <summary>The stored name and labels of a node.</summary>
internal sealed record StoredNode(TimelinePlace Named, string[] Labels);
