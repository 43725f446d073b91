using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Graphs;

namespace Orleans.Batch.PostgreSql.Written;

/// <summary>
/// Adds episodes that callers wrote as facts or nodes to a graph, as a commit of real time adds ingested ones: under the
/// graph's lock, with numbers, assertions and timelines, and a task that has ended.
/// </summary>
internal sealed class WrittenCommit(NpgsqlConnection connection, ProjectId project, GraphScope scope, DateTimeOffset now)
{
    private const string AddData =
        """
        INSERT INTO episode_data (episode_uuid, project_key, graph_key, data_type, dated, reference_time, content, metadata)
        SELECT e.uuid, $1, $2, e.type, e.dated, e.at, e.content, e.metadata
        FROM unnest($3, $4, $5, $6, $7, $8) AS e(uuid, type, dated, at, content, metadata)
        """;

    private const string AddTask =
        """
        INSERT INTO realtime_task (task_uuid, project_key, graph_key, kind, items, open, params, created_at, started_at, completed_at)
        VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $7, sql_now())
        """;

    private readonly FactCommit _facts = new();

    /// <summary>Writes the episodes; null when the graph was deleted meanwhile.</summary>
    /// <returns>The place of each in the graph.</returns>
    public async ValueTask<IReadOnlyList<EpisodePlace>?> AddAsync(IReadOnlyList<WrittenEpisode> episodes, CancellationToken cancellationToken)
    {
        foreach (var episode in episodes)
        {
            _facts.Expect(episode.Facts);
        }

        if (await LockAsync(cancellationToken) is not { } last)
        {
            return null;
        }

        var places = episodes
            .Select((e, i) => new EpisodePlace(
                scope.Key, last + 1 + i, e.Uuid, FactResolver.WholeMicroseconds(e.DatedAt ?? now), Realtime: true))
            .ToList();
        for (var i = 0; i < places.Count; i++)
        {
            _facts.Add(episodes[i].Facts, places[i]);
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(GraphRows.Move([(scope.Key, places[^1].Number, 0)]));

        batch.BatchCommands.Add(GraphRows.AddEpisodes(places.ConvertAll(
            p => new NewGraphEpisode(scope.Key, p.Episode, p.Number, p.ReferenceTime, null, StoredExtraction.Written))));
        batch.BatchCommands.Add(DataCommand(episodes, places));
        await _facts.WriteAsync(connection, batch, cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return places;
    }

    /// <summary>Records the call as a task that has ended.</summary>
    public async ValueTask AddTaskAsync(
        Guid taskId, IngestTaskType type, int episodes, JsonText parameters, CancellationToken cancellationToken)
    {
        await using var task = new NpgsqlCommand(AddTask, connection)
        {
            Parameters =
            {
                new() { Value = taskId },
                new() { Value = project.Value },
                new() { Value = scope.Key },
                new() { Value = (short)type },
                new() { Value = episodes },
                new() { Value = parameters.Value },
                new() { Value = now.UtcDateTime },
            },
        };
        await task.ExecuteNonQueryAsync(cancellationToken);
    }

    // The number of the graph's last episode; null when there is no such graph.
    private async ValueTask<long?> LockAsync(CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(GraphRows.Lock([scope.Key]));
        _facts.AddQueries(batch);
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var locked = await GraphRows.ReadLockedAsync(row, cancellationToken);
        await _facts.ReadAsync(row, cancellationToken);
        return locked.TryGetValue(scope.Key, out var graph) ? graph.LastNumber : null;
    }

    private NpgsqlBatchCommand DataCommand(IReadOnlyList<WrittenEpisode> episodes, List<EpisodePlace> places) => new(AddData)
    {
        Parameters =
        {
            new() { Value = project.Value },
            new() { Value = scope.Key },
            GraphRows.Array(places.ConvertAll(p => p.Episode), NpgsqlDbType.Uuid),
            GraphRows.Array(episodes.Select(e => (short)e.Source).ToArray(), NpgsqlDbType.Smallint),
            GraphRows.Array(episodes.Select(e => e.DatedAt is not null).ToArray(), NpgsqlDbType.Boolean),
            GraphRows.Array(places.ConvertAll(p => p.ReferenceTime), NpgsqlDbType.TimestampTz),
            GraphRows.Array(episodes.Select(e => e.Content).ToArray(), NpgsqlDbType.Text),
            GraphRows.Array(episodes.Select(e => e.Metadata?.Value).ToArray(), NpgsqlDbType.Text),
        },
    };
}
