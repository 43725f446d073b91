using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Deletes episodes, nodes and edges together with the record of the task.</summary>
internal sealed class ContentDeletion(Database database) : IContentDeletion
{
    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, Guid taskId, CancellationToken cancellationToken) =>
        database.ChangeGraphAsync(
            connection => connection.FindGraphAsync(project, graphUuid, cancellationToken),
            async (connection, scope) =>
            {
                if (!await DeleteAsync(connection, project, scope, uuid, kind, cancellationToken))
                {
                    return false;
                }

                await DeletionTask.RecordDoneAsync(connection, project, taskId, TypeOf(kind), scope.Key, cancellationToken);
                return true;
            },
            cancellationToken);

    private static async ValueTask<bool> DeleteAsync(
        NpgsqlConnection connection, ProjectId project, GraphScope scope, Guid uuid, ContentKind kind, CancellationToken cancellationToken) =>
        kind switch
        {
            ContentKind.Episode => await EpisodeDeletion.DeleteAsync(connection, project, scope, uuid, cancellationToken),
            _ when !scope.Contains(uuid) => false,
            ContentKind.Node => await NodeDeletion.DeleteAsync(connection, scope, uuid, cancellationToken),
            _ => await EdgeDeletion.DeleteAsync(connection, scope, uuid, cancellationToken),
        };

    private static IngestTaskType TypeOf(ContentKind kind) => kind switch
    {
        ContentKind.Episode => IngestTaskType.DeleteEpisode,
        ContentKind.Node => IngestTaskType.DeleteNode,
        _ => IngestTaskType.DeleteEdge,
    };
}
