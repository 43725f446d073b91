using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The episodes of graphs.</summary>
internal sealed class EpisodeStore(Database database) : IEpisodeStore
{
    private const string LastPositions =
        """
        SELECT episode_uuid, reference_time, number, thread_key FROM graph_episode
        WHERE graph_key = $1 ORDER BY reference_time DESC, number DESC LIMIT $2
        """;

    // The project's items of that document that are in the graph.
    private const string DocumentPositions =
        """
        SELECT e.* FROM (SELECT episode_uuid FROM episode_data WHERE project_key = $2 AND document_id = $3) d
        CROSS JOIN LATERAL (
            SELECT * FROM graph_episode WHERE graph_key = $1 AND episode_uuid = d.episode_uuid LIMIT 1) e
        ORDER BY e.reference_time, e.number LIMIT $4
        """;

    private const string LockPayload = "SELECT FROM episode_data WHERE episode_uuid = $1 AND project_key = $2 FOR NO KEY UPDATE";

    private const string SetMetadata = "UPDATE episode_data SET metadata = $2 WHERE episode_uuid = $1";

    /// <inheritdoc/>
    public ValueTask<Episode?> FindEpisodeAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement(EpisodeReach.SelectEpisode, episodeUuid, project.Value)
            .RowAsync(EpisodeRows.Read, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Episode>?> FindLastEpisodesAsync(
        ProjectId project, GraphTarget target, int last, CancellationToken cancellationToken) =>
        database.ReadGraphAsync<IReadOnlyList<Episode>>(
            project,
            target,
            async scope => await database.Requests
                .Statement(
                    EpisodeRows.At(LastPositions) + " ORDER BY e.reference_time DESC, e.number DESC", scope.Key, (long)last)
                .RowsAsync(EpisodeRows.Read, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<EpisodePage?> FindEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken)
    {
        EpisodePosition? from = query.Cursor is null ? null : EpisodePosition.FromCursor(query.Cursor, query.Order);
        return database.ReadGraphAsync<EpisodePage>(
            project,
            target,
            async scope =>
            {
                var (found, next) = await FilteredScan.ScanAsync(
                    from,
                    query.Limit,
                    query.Filter is null ? query.Limit + 1 : FilteredScan.Step,
                    untilFound: false,
                    (after, step) => EpisodeListStatement.Create(database.Requests, scope, query, after, step)
                        .RowsAsync(EpisodeListStatement.Read, cancellationToken));
                var episodes = await database.Requests.ReadEpisodesAsync(
                    scope, found.ConvertAll(p => p.Uuid), cancellationToken);
                return new EpisodePage(episodes, next?.ToCursor(query.Order));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Episode>?> FindDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken) =>
        database.ReadGraphAsync<IReadOnlyList<Episode>>(
            project,
            target,
            async scope => await database.Requests
                .Statement(
                    EpisodeRows.At(DocumentPositions) + " ORDER BY e.reference_time, e.number",
                    scope.Key, project.Value, documentId, (long)FactSql.RelatedLimit)
                .RowsAsync(EpisodeRows.Read, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<EpisodeMentions?> FindMentionsAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            if (await database.Requests.FindPlaceAsync(project, episodeUuid, cancellationToken) is not { } place)
            {
                return null;
            }

            var named = await database.Requests.ReadFactsOfAsync(
                place.Scope, place.Number is { } number ? [number] : [], cancellationToken);
            return new EpisodeMentions(
                await database.Requests.ReadNodesAsync(
                    place.Scope.Bind(named.Nodes.Values.Take(FactSql.RelatedLimit)), cancellationToken),
                await database.Requests.ReadEdgesAsync(
                    place.Scope.Bind(named.Facts.Values.Take(FactSql.RelatedLimit)), cancellationToken),
                named.Truncated
                    || named.Nodes.Values.Length > FactSql.RelatedLimit
                    || named.Facts.Values.Length > FactSql.RelatedLimit);
        });

    /// <inheritdoc/>
    public ValueTask<bool> DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        database.ChangeGraphAsync(
            async connection => (await connection.FindPlaceAsync(project, episodeUuid, cancellationToken))?.Scope,
            (connection, scope) => EpisodeDeletion.DeleteAsync(connection, project, scope, episodeUuid, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Episode?> ChangeMetadataAsync(
        ProjectId project, Guid episodeUuid, Func<JsonText?, JsonText?> change, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                // The row is locked first, so that two changes do not overwrite each other.
                await connection
                    .Statement(LockPayload, episodeUuid, project.Value).RowAsync(r => true, cancellationToken);
                if (await connection.Connection
                    .Statement(EpisodeReach.SelectEpisode, episodeUuid, project.Value)
                    .RowAsync(EpisodeRows.Read, cancellationToken) is not { } episode)
                {
                    return null;
                }

                var metadata = change(episode.Metadata);
                await connection.Connection.Statement(SetMetadata, episodeUuid, metadata?.Value).RunAsync(cancellationToken);
                return episode with { Metadata = metadata };
            },
            cancellationToken);
}
