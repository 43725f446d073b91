using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Parts and copies of graphs.</summary>
internal sealed class SubgraphStore(Database database) : ISubgraphStore
{
    private const string AddTask =
        """
        INSERT INTO realtime_task (task_uuid, project_key, graph_key, kind, items, open, created_at, started_at, completed_at)
        SELECT $1, $2, $3, $4, 0, 0, t.now, t.now, t.now FROM (SELECT sql_now() AS now OFFSET 0) t
        ON CONFLICT (task_uuid) DO NOTHING
        """;

    /// <inheritdoc/>
    public ValueTask<Subgraph?> FindSubgraphAsync(
        ProjectId project, GraphTarget target, SubgraphQuery query, CancellationToken cancellationToken) =>
        database.ReadGraphAsync<Subgraph>(
            project,
            target,
            async scope => await new SubgraphReader(database.Searches, scope, query).ReadAsync(cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Guid?> CloneGraphAsync(
        ProjectId project, GraphTarget source, GraphTarget target, Guid taskId, CancellationToken cancellationToken) =>
        database.WriteAsync<Guid?>(
            database.Background,
            key: null,
            async connection =>
            {
                await connection.Statement(ProbeOnly.Set).RunAsync(cancellationToken);
                if (await connection.Connection.FindGraphAsync(project, source, cancellationToken) is not { } from
                    || await connection.Connection.FindGraphAsync(project, target, cancellationToken) is not { } to)
                {
                    return null;
                }

                // A repeat finds the task, and so the copy.
                var isNew = await connection.Connection
                    .Statement(AddTask, taskId, project.Value, to.Key, (short)IngestTaskType.CloneGraph).RunAsync(cancellationToken) > 0;
                if (isNew && !await GraphCopy.RunAsync(connection, from, to, cancellationToken))
                {
                    // Takes the task back.
                    throw BatchServiceException.NotFound("graph", source.GraphId ?? source.UserId!);
                }

                return taskId;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Guid?> WarmGraphAsync(
        ProjectId project, GraphTarget target, Guid taskId, CancellationToken cancellationToken) =>
        database.WriteAsync<Guid?>(
            database.Background,
            key: null,
            async connection =>
            {
                await connection.Statement(ProbeOnly.Set).RunAsync(cancellationToken);
                if (await connection.Connection.FindGraphAsync(project, target, cancellationToken) is not { } graph)
                {
                    return null;
                }

                await connection.Connection
                    .Statement(AddTask, taskId, project.Value, graph.Key, (short)IngestTaskType.WarmGraph).RunAsync(cancellationToken);
                return taskId;
            },
            cancellationToken);
}
