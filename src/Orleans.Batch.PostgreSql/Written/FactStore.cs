using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Written;

/// <summary>Facts and nodes that callers write.</summary>
internal sealed class FactStore(Database database) : IFactStore
{
    private const string Now = "SELECT sql_now()";

    /// <inheritdoc/>
    public ValueTask<WrittenCall?> AddFactsAsync(
        ProjectId project, IReadOnlyList<NewFact> facts, WrittenCall ids, IdempotencyKey? key, CancellationToken cancellationToken) =>
        AddAsync(
            project,
            facts[0].Target,
            ids,
            key,
            (connection, scope, now) => new FactAddition(connection, project, scope, now).AddAsync(facts, ids.TaskId, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WrittenCall?> AddNodesAsync(
        ProjectId project,
        GraphTarget target,
        IReadOnlyList<NewNode> nodes,
        WrittenCall ids,
        IdempotencyKey? key,
        CancellationToken cancellationToken) =>
        AddAsync(
            project,
            target,
            ids,
            key,
            (connection, scope, now) => new NodeAddition(connection, project, scope, now).AddAsync(nodes, ids.TaskId, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<EntityEdge?> UpdateEdgeAsync(
        ProjectId project, Guid edgeUuid, EdgeFields fields, CancellationToken cancellationToken)
    {
        var fact = Guid.Empty;
        return await database.ChangeGraphAsync(
            connection => connection.FindGraphOfAsync(project, edgeUuid, cancellationToken),
            async (connection, scope) =>
                (fact = await EdgeChange.ApplyAsync(connection, scope, edgeUuid, fields, cancellationToken)) != Guid.Empty,
            cancellationToken)
            ? (await database.Requests.ReadEdgesAsync(GraphScope.FromKey(GraphBoundId.GraphKey(fact)).Bind([fact]), cancellationToken)).FirstOrDefault()
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<EntityNode?> UpdateNodeAsync(
        ProjectId project, Guid nodeUuid, NodeFields fields, CancellationToken cancellationToken) =>
        await database.ChangeGraphAsync(
            connection => connection.FindGraphOfAsync(project, nodeUuid, cancellationToken),
            (connection, scope) => NodeChange.ApplyAsync(connection, scope, nodeUuid, fields, cancellationToken),
            cancellationToken)
            ? (await database.Requests.ReadNodesAsync(GraphScope.FromKey(GraphBoundId.GraphKey(nodeUuid)).Bind([nodeUuid]), cancellationToken)).FirstOrDefault()
            : null;

    private ValueTask<WrittenCall?> AddAsync(
        ProjectId project,
        GraphTarget target,
        WrittenCall ids,
        IdempotencyKey? key,
        Func<NpgsqlConnection, GraphScope, DateTimeOffset, ValueTask<IReadOnlyList<Guid>?>> add,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            database.Live,
            key,
            async connection =>
            {
                var now = await connection.Statement(Now).RowAsync(r => r.Instant(0), cancellationToken);
                if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
                {
                    return FromRecord(recorded, ids.TaskId);
                }

                if (await connection.Connection.FindGraphAsync(project, target, cancellationToken) is not { } scope
                    || await add(connection, scope, now) is not { } written)
                {
                    return null;
                }

                var call = ids with { Written = written };
                await KeyedCall.RecordAsync(connection, project, key, () => ToRecord(call), cancellationToken);
                return call;
            },
            cancellationToken);

    private static string ToRecord(WrittenCall call) => string.Join(' ', call.Written.Prepend(call.TaskId));

    // After a lost answer to the commit this finds the call's own record, not an earlier call.
    private static WrittenCall FromRecord(string record, Guid taskId)
    {
        var uuids = Array.ConvertAll(record.Split(' '), Guid.Parse);
        return new WrittenCall(uuids[0], uuids[1..], Earlier: uuids[0] != taskId);
    }
}
