using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Written;

/// <summary>The nodes that names mean in a graph, as they do in items: a user's names mean the user's node.</summary>
internal sealed class NodeNames
{
    private const string SelectUser = $"SELECT {UserRows.NameColumns} FROM memory_user u WHERE u.graph_key = $1";

    private readonly long _graphKey;
    private readonly UserNames? _user;

    private NodeNames(long graphKey, UserNames? user)
    {
        _graphKey = graphKey;
        _user = user;
    }

    /// <summary>Reads the names of the graph's user, if it has one.</summary>
    public static async ValueTask<NodeNames> ReadAsync(NpgsqlConnection connection, GraphScope scope, CancellationToken cancellationToken) =>
        new(scope.Key, await connection
            .Statement(SelectUser, scope.Key).RowAsync(r => UserRows.ReadNames(r, 0, scope.Key), cancellationToken));

    /// <summary>The node of a name.</summary>
    public NamedNode Find(string name, string? label)
    {
        var normal = EntityName.Normalize(name);
        var id = _user is { } user && user.Include(normal) ? user.Node : NodeId.FromNormalized(_graphKey, normal);
        return new NamedNode(id, EntityName.Display(name), label == EntityNode.BaseLabel ? null : label);
    }
}
