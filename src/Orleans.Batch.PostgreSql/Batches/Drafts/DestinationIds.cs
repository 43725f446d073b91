using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// The identities of the graphs and users that the destinations of added items name, so far as they exist already. One look-up for
/// each destination, in the round trip of another statement.
/// </summary>
internal sealed class DestinationIds
{
    private const string Find =
        """
        SELECT 0, w.id, g.graph_uuid, NULL::text, NULL::uuid FROM unnest($2) w(id)
        CROSS JOIN LATERAL (SELECT graph_uuid FROM graph WHERE project_key = $1 AND graph_id = w.id COLLATE "C" LIMIT 1) g
        UNION ALL
        SELECT 1, w.id, g.graph_uuid, u.user_id, u.user_uuid FROM unnest($3) w(id)
        CROSS JOIN LATERAL (SELECT * FROM memory_user WHERE project_key = $1 AND user_id = w.id COLLATE "C" LIMIT 1) u
        CROSS JOIN LATERAL (SELECT graph_uuid FROM graph WHERE graph_key = u.graph_key LIMIT 1) g
        UNION ALL
        SELECT 2, w.id, g.graph_uuid, u.user_id, u.user_uuid FROM unnest($4) w(id)
        CROSS JOIN LATERAL (SELECT * FROM thread WHERE project_key = $1 AND thread_id = w.id COLLATE "C" LIMIT 1) t
        CROSS JOIN LATERAL (SELECT user_id, user_uuid FROM memory_user WHERE user_key = t.user_key LIMIT 1) u
        CROSS JOIN LATERAL (SELECT graph_uuid FROM graph WHERE graph_key = t.graph_key LIMIT 1) g
        """;

    private readonly ProjectId _project;
    private readonly Dictionary<string, DestinationId>[] _found = [new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal)];
    private readonly string[][] _wanted;

    /// <summary>Notes the destinations of some items.</summary>
    public DestinationIds(ProjectId project, IReadOnlyList<NewBatchItem> items)
    {
        _project = project;
        var wanted = new HashSet<string>[] { new(StringComparer.Ordinal), new(StringComparer.Ordinal), new(StringComparer.Ordinal) };
        foreach (var item in items)
        {
            var (kind, id) = PlaceOf(item);
            wanted[kind].Add(id);
        }

        _wanted = Array.ConvertAll(wanted, w => w.ToArray());
    }

    /// <summary>The statement.</summary>
    public NpgsqlBatchCommand Command() => new(Find)
    {
        Parameters =
        {
            new() { Value = _project.Value },
            new() { Value = _wanted[0] },
            new() { Value = _wanted[1] },
            new() { Value = _wanted[2] },
        },
    };

    /// <summary>Reads its rows.</summary>
    public async ValueTask ReadAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        while (await row.ReadAsync(cancellationToken))
        {
            _found[row.GetInt32(0)].Add(row.GetString(1), new(row.GetGuid(2), row.Text(3), row.Maybe<Guid>(4)));
        }
    }

    /// <summary>The identities of an item's destination; empty where it does not exist.</summary>
    public DestinationId Of(NewBatchItem item)
    {
        var (kind, id) = PlaceOf(item);
        return _found[kind].GetValueOrDefault(id);
    }

    private static (int Kind, string Id) PlaceOf(NewBatchItem item) =>
        item.Kind == ItemKind.ThreadMessage ? (2, item.ThreadId!) : item.GraphId is { } graph ? (0, graph) : (1, item.UserId!);
}

/// <summary>The identities of a destination.</summary>
internal readonly record struct DestinationId(Guid? GraphUuid, string? UserId, Guid? UserUuid);
