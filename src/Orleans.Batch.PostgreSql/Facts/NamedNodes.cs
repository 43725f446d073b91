using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>The nodes that some episodes name, each once: with the name that the earliest gives it, and the labels of all.</summary>
internal sealed class NamedNodes
{
    // In order of the ids, so that transactions lock their rows in one order.
    private readonly SortedDictionary<Guid, Named> _nodes = [];

    /// <summary>Their ids.</summary>
    public IReadOnlyCollection<Guid> Ids => _nodes.Keys;

    /// <summary>Adds nodes as an episode names them.</summary>
    public void Add(IEnumerable<NamedNode> nodes, TimelinePlace place)
    {
        foreach (var node in nodes)
        {
            var named = _nodes.GetValueOrDefault(node.Id) ?? new Named(node.Name, place, new(StringComparer.Ordinal));
            _nodes[node.Id] = place < named.Place ? named with { Name = node.Name, Place = place } : named;
            named.Labels.UnionWith(new[] { node.Label, node.InferredLabel }.OfType<string>());
        }
    }

    /// <summary>Five arrays: ids, names, the times and places of the naming episodes, and the labels, separated by line feeds.</summary>
    public NpgsqlParameter[] Parameters() =>
    [
        GraphRows.Array(_nodes.Keys.ToArray(), NpgsqlDbType.Uuid),
        GraphRows.Array(_nodes.Values.Select(n => n.Name).ToArray(), NpgsqlDbType.Text),
        GraphRows.Array(_nodes.Values.Select(n => n.Place.At).ToArray(), NpgsqlDbType.TimestampTz),
        GraphRows.Array(_nodes.Values.Select(n => n.Place.Ord).ToArray(), NpgsqlDbType.Bigint),
        GraphRows.Array(_nodes.Values.Select(n => string.Join('\n', n.Labels)).ToArray(), NpgsqlDbType.Text),
    ];

    private sealed record Named(string Name, TimelinePlace Place, SortedSet<string> Labels);
}
