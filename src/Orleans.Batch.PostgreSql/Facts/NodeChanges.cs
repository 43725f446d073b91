using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>
/// The nodes that the items of a commit name. A node has the name that the earliest item gives it, and the
/// labels of all items, so that neither depends on the order of arrival.
/// </summary>
internal sealed class NodeChanges
{
    private const string Insert =
        """
        INSERT INTO node (node_uuid, name, named_at, named_ord, labels, created_at)
        SELECT w.id, w.name, w.at, w.ord, string_to_array(w.labels, E'\n'), t.now
        FROM (SELECT sql_now() AS now OFFSET 0) t, unnest($1, $2, $3, $4, $5) AS w(id, name, at, ord, labels)
        """;

    private const string Update =
        """
        UPDATE node n SET name = CASE WHEN n.renamed THEN n.name ELSE coalesce(w.name, n.name) END, named_at = w.at, named_ord = w.ord,
            labels = string_to_array(w.labels, E'\n')
        FROM unnest($1, $2, $3, $4, $5) AS w(id, name, at, ord, labels) WHERE n.node_uuid = w.id
        """;

    // .NET orders UUIDs as PostgreSQL does: the index is traversed once, in one direction.
    private readonly SortedDictionary<Guid, Naming> _named = [];
    private Dictionary<Guid, StoredNode> _stored = [];

    public void Know(Dictionary<Guid, StoredNode> stored) => _stored = stored;

    /// <returns>Whether the graph had no such node.</returns>
    public bool Add(NamedNode node, TimelinePlace place)
    {
        var isNew = false;
        if (!_named.TryGetValue(node.Id, out var naming))
        {
            isNew = !_stored.ContainsKey(node.Id);
            _named.Add(node.Id, naming = new Naming(node.Name, place));
        }
        else if (place < naming.Place)
        {
            (naming.Name, naming.Place) = (node.Name, place);
        }

        foreach (var label in (ReadOnlySpan<string?>)[node.Label, node.InferredLabel])
        {
            if (label is not null)
            {
                naming.Labels.Add(label);
            }
        }

        return isNew;
    }

    public void AddWrites(NpgsqlBatch batch)
    {
        var added = new List<(Guid Id, string? Name, TimelinePlace Place, string Labels)>();
        var changed = new List<(Guid Id, string? Name, TimelinePlace Place, string Labels)>();
        foreach (var (id, naming) in _named)
        {
            if (!_stored.TryGetValue(id, out var stored))
            {
                added.Add((id, naming.Name, naming.Place, Join(naming.Labels)));
            }
            else if (naming.Place < stored.Named)
            {
                naming.Labels.UnionWith(stored.Labels);
                changed.Add((id, naming.Name, naming.Place, Join(naming.Labels)));
            }
            else if (!naming.Labels.IsSubsetOf(stored.Labels))
            {
                naming.Labels.UnionWith(stored.Labels);
                changed.Add((id, null, stored.Named, Join(naming.Labels)));
            }
        }

        AddWrite(batch, Insert, added);
        AddWrite(batch, Update, changed);
    }

    // Labels contain no line feed: white space in names is single spaces.
    private static string Join(SortedSet<string> labels) => string.Join('\n', labels);

    private static void AddWrite(
        NpgsqlBatch batch, string sql, List<(Guid Id, string? Name, TimelinePlace Place, string Labels)> nodes)
    {
        if (nodes.Count == 0)
        {
            return;
        }

        batch.BatchCommands.Add(new(sql)
        {
            Parameters =
            {
                GraphRows.Array(nodes.Select(n => n.Id).ToArray(), NpgsqlDbType.Uuid),
                GraphRows.Array(nodes.Select(n => n.Name).ToArray(), NpgsqlDbType.Text),
                GraphRows.Array(nodes.Select(n => n.Place.At).ToArray(), NpgsqlDbType.TimestampTz),
                GraphRows.Array(nodes.Select(n => n.Place.Ord).ToArray(), NpgsqlDbType.Bigint),
                GraphRows.Array(nodes.Select(n => n.Labels).ToArray(), NpgsqlDbType.Text),
            },
        });
    }

    private sealed class Naming(string name, TimelinePlace place)
    {
        public string Name { get; set; } = name;

        public TimelinePlace Place { get; set; } = place;

        public SortedSet<string> Labels { get; } = new(StringComparer.Ordinal);
    }
}
