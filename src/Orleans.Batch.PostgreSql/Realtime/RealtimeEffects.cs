using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Ingestion;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.Models;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>The writes of episodes taken out of the queue: collected in arrays, written by one set-based statement each.</summary>
/// <param name="facts">Their facts.</param>
/// <param name="windows">How those that a model extracts are divided.</param>
internal sealed class RealtimeEffects(FactCommit facts, WindowOptions windows)
{
    // Only the holder of a graph changes its tasks.
    private const string MoveTasks =
        """
        UPDATE realtime_task t SET open = t.open - w.ended, failed = t.failed + w.failed,
            error_code = coalesce(t.error_code, w.code), error_message = coalesce(t.error_message, w.message),
            started_at = coalesce(t.started_at, n.now), completed_at = CASE WHEN t.open = w.ended THEN n.now END
        FROM unnest($1, $2, $3, $4, $5) AS w(task_uuid, ended, failed, code, message), (SELECT sql_now() AS now OFFSET 0) n
        WHERE t.task_uuid = w.task_uuid
        """;

    private readonly List<(long Graph, long LastNumber, long Done)> _graphs = [];
    private readonly List<NewGraphEpisode> _episodes = [];
    private readonly List<(long Graph, long Project, NewGraphEpisode Episode)> _forModels = [];
    private readonly Dictionary<Guid, Counts> _tasks = [];
    private int _failed;

    /// <summary>Adds the episodes that were taken of a chunk.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="taken">The episodes that were still in the queue, and the pipeline's results for them.</param>
    /// <param name="lastNumber">The number of the graph's last episode before them.</param>
    public void Add(RealtimeChunk chunk, IReadOnlyList<(QueuedEpisode Episode, ItemResult Result)> taken, long lastNumber)
    {
        foreach (var (episode, (item, status, error, said)) in taken)
        {
            if (!_tasks.TryGetValue(episode.TaskId, out var task))
            {
                _tasks.Add(episode.TaskId, task = new Counts());
            }

            task.Ended++;
            if (status == ItemStatus.Failed)
            {
                _failed++;
                task.Failed++;
                task.Error ??= error;
            }
            else
            {
                var time = item.ReferenceTime.UtcDateTime;
                var added = new NewGraphEpisode(
                    chunk.GraphKey, item.EpisodeUuid, ++lastNumber, time, item.ThreadKey, chunk.Extraction.WhenStored());
                _episodes.Add(added);
                if (chunk.Extraction == ExtractionMode.Model && status == ItemStatus.Succeeded)
                {
                    _forModels.Add((chunk.GraphKey, chunk.ProjectKey, added));
                }

                facts.Add(said, new EpisodePlace(chunk.GraphKey, lastNumber, item.EpisodeUuid, time, Realtime: true));
            }
        }

        if (taken.Count > 0)
        {
            _graphs.Add((chunk.GraphKey, lastNumber, 0));
        }
    }

    /// <summary>Writes everything in one round trip.</summary>
    public async ValueTask WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_tasks.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(GraphRows.Move(_graphs));
        if (_episodes.Count > 0)
        {
            batch.BatchCommands.Add(GraphRows.AddEpisodes(_episodes));
        }

        batch.BatchCommands.Add(TasksCommand());
        foreach (var graph in _forModels.GroupBy(static e => (e.Graph, e.Project)))
        {
            LiveWindows.AddTo(batch, graph.Key.Graph, graph.Key.Project, graph.Select(static e => e.Episode), windows);
        }

        await facts.WriteAsync(connection, batch, cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reports what was committed.</summary>
    public void Report()
    {
        Telemetry.AssertionsStored.Add(facts.Assertions);
        Report("succeeded", _episodes.Count);
        Report("failed", _failed);
    }

    private static void Report(string status, int episodes)
    {
        if (episodes > 0)
        {
            Telemetry.RealtimeEnded.Add(episodes, new KeyValuePair<string, object?>("status", status));
        }
    }

    private NpgsqlBatchCommand TasksCommand() => new(MoveTasks)
    {
        Parameters =
        {
            GraphRows.Array(_tasks.Keys.ToList(), NpgsqlDbType.Uuid),
            GraphRows.Array(_tasks.Values.Select(t => t.Ended).ToList(), NpgsqlDbType.Integer),
            GraphRows.Array(_tasks.Values.Select(t => t.Failed).ToList(), NpgsqlDbType.Integer),
            GraphRows.Array(_tasks.Values.Select(t => t.Error?.Code).ToList(), NpgsqlDbType.Text),
            GraphRows.Array(_tasks.Values.Select(t => t.Error?.Message).ToList(), NpgsqlDbType.Text),
        },
    };

    private sealed class Counts
    {
        public int Ended { get; set; }

        public int Failed { get; set; }

        public ItemError? Error { get; set; }
    }
}
