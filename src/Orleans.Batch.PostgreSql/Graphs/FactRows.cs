using System.Text;
using System.Text.Json;
using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Reads nodes and edges from their rows.</summary>
internal static class FactRows
{
    /// <summary>Reads edges in the given order; deleted ones are left out.</summary>
    public static ValueTask<List<EntityEdge>> ReadEdgesAsync(
        this NpgsqlDataSource source, GraphIds ids, CancellationToken cancellationToken) =>
        source.Statement(FactSql.Edges, ids).RowsAsync(ReadEdge, cancellationToken);

    /// <summary>Reads nodes in the given order; deleted ones are left out.</summary>
    public static ValueTask<List<EntityNode>> ReadNodesAsync(
        this NpgsqlDataSource source, GraphIds ids, CancellationToken cancellationToken) =>
        source.Statement(FactSql.Nodes, ids).RowsAsync(ReadNode, cancellationToken);

    /// <summary>A row of <see cref="FactSql.Edges"/>.</summary>
    public static EntityEdge ReadEdge(NpgsqlDataReader r)
    {
        var name = r.GetString(1);
        var value = r.Text(2);
        var source = r.Text(8);
        var target = r.Text(11);
        return new EntityEdge
        {
            Uuid = r.GetGuid(0),
            Name = name,
            Fact = r.Text(14) ?? FactText.Format(source ?? "", name, target ?? "", value),
            Value = value is null ? null : new JsonText(value),
            ValidAt = r.Instant(3),
            InvalidAt = r.Maybe<DateTimeOffset>(4),
            ExpiredAt = r.Maybe<DateTimeOffset>(5),
            CreatedAt = r.Instant(6),
            SourceNodeUuid = r.GetGuid(7),
            SourceNodeName = source,
            SourceNodeLabels = Labels(r, 9),
            TargetNodeUuid = r.GetGuid(10),
            TargetNodeName = target,
            TargetNodeLabels = Labels(r, 12),
            Episodes = [.. r.GetFieldValue<Guid[]>(13).Distinct()],
            Attributes = r.Json(15),
        };
    }

    /// <summary>A row of <see cref="FactSql.Nodes"/>.</summary>
    public static EntityNode ReadNode(NpgsqlDataReader r)
    {
        Guid[] assertions = r.IsDBNull(6) ? [] : r.GetFieldValue<Guid[]>(6);
        Guid[] episodes = r.IsDBNull(7) ? [] : r.GetFieldValue<Guid[]>(7);
        var distinct = assertions.Zip(episodes)
            .OrderByDescending(p => AssertionId.Number(p.First))
            .Select(p => p.Second)
            .Distinct()
            .ToList();
        var truncated = distinct.Count > EntityNode.MaxEpisodes || assertions.Length >= FactSql.NodeAssertionLimit;
        return new EntityNode
        {
            Uuid = r.GetGuid(0),
            Name = r.GetString(1),
            Labels = Labels(r, 2),
            CreatedAt = r.Instant(3),
            Summary = r.Text(8) ?? "",
            Attributes = Attributes(r, r.Json(9)),
            Episodes = truncated ? [] : distinct,
            EpisodesTruncated = truncated,
        };
    }

    // The row has the kinds alone; null for a node that is gone.
    private static string[] Labels(NpgsqlDataReader r, int column) => r.IsDBNull(column)
        ? []
        : [EntityNode.BaseLabel, .. r.GetFieldValue<string[]>(column).Where(l => l != EntityNode.BaseLabel)];

    private static JsonText Attributes(NpgsqlDataReader r, JsonText? written)
    {
        var stated = Attributes(
            r.IsDBNull(4) ? [] : r.GetFieldValue<string[]>(4),
            r.IsDBNull(5) ? [] : r.GetFieldValue<string[]>(5));
        return written is null ? stated : JsonMerge.Apply(stated, written) ?? stated;
    }

    // Values are JSON texts already and stay as they were written.
    private static JsonText Attributes(string[] names, string[] values)
    {
        var json = new StringBuilder("{");
        for (var i = 0; i < names.Length;)
        {
            var end = i + 1;
            while (end < names.Length && names[end] == names[i])
            {
                end++;
            }

            json.Append(json.Length > 1 ? "," : "").Append('"').Append(JsonEncodedText.Encode(names[i])).Append("\":");
            _ = end - i == 1
                ? json.Append(values[i])
                : json.Append('[').AppendJoin(',', values[i..end]).Append(']');
            i = end;
        }

        return new JsonText(json.Append('}').ToString());
    }
}
