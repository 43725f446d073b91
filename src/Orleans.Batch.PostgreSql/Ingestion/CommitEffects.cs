using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Facts;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>
/// The writes of chunks whose cursors moved: collected in arrays, written by one set-based statement each. Counts
/// come from these rows, never from the submitted items.
/// </summary>
internal sealed class CommitEffects(short slot, FactCommit facts)
{
    private const string AddOutcomes =
        """
        INSERT INTO item_outcome (batch_key, sequence, status, code, message, retryable, attempts)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        """;

    private const string AddProgress =
        """
        INSERT INTO batch_progress AS p (batch_key, slot, succeeded, failed, skipped, lanes_begun, lanes_ended, facts, entities)
        SELECT w.batch_key, $9, w.succeeded, w.failed, w.skipped, w.begun, w.ended, w.facts, w.entities
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS w(batch_key, succeeded, failed, skipped, begun, ended, facts, entities)
        ON CONFLICT (batch_key, slot) DO UPDATE SET
            succeeded = p.succeeded + excluded.succeeded, failed = p.failed + excluded.failed,
            skipped = p.skipped + excluded.skipped, lanes_begun = p.lanes_begun + excluded.lanes_begun,
            lanes_ended = p.lanes_ended + excluded.lanes_ended,
            facts = p.facts + excluded.facts, entities = p.entities + excluded.entities
        """;

    private readonly List<(long Graph, long Last, long Done)> _graphs = [];
    private readonly List<NewGraphEpisode> _episodes = [];
    private readonly List<(long Batch, int Sequence, ItemStatus Status, ItemError? Error)> _outcomes = [];
    private readonly SortedDictionary<long, Counts> _progress = [];
    private int _items;

    /// <summary>How many lanes moved.</summary>
    public int Lanes => _graphs.Count;

    /// <summary>Adds a chunk whose lane moved.</summary>
    /// <param name="processed">The chunk.</param>
    /// <param name="lastNumber">The number of the graph's last episode before it.</param>
    /// <param name="stored">Of a chunk whose items are already in their graph: those from which facts are made now.</param>
    public void Add(ProcessedChunk processed, long lastNumber, IReadOnlyDictionary<Guid, StoredEpisode> stored)
    {
        var chunk = processed.Chunk;
        if (!_progress.TryGetValue(chunk.BatchKey, out var counts))
        {
            _progress.Add(chunk.BatchKey, counts = new Counts());
        }

        foreach (var (item, status, error, said) in processed.Results)
        {
            _items++;
            switch (status)
            {
                case ItemStatus.Succeeded when chunk.ExtractsStored:
                    // An episode that is not among them was deleted, or another batch was first.
                    counts.Succeeded++;
                    if (stored.TryGetValue(item.EpisodeUuid, out var episode))
                    {
                        AddFacts(counts, said, new EpisodePlace(
                            chunk.GraphKey, episode.Number, item.EpisodeUuid, item.ReferenceTime.UtcDateTime, episode.Realtime));
                    }

                    break;
                case ItemStatus.Skipped when chunk.ExtractsStored:
                    counts.Skipped++;
                    _outcomes.Add((chunk.BatchKey, item.Sequence, status, null));
                    break;
                case ItemStatus.Succeeded:
                    counts.Succeeded++;
                    AddEpisode(chunk, item, ++lastNumber);
                    AddFacts(counts, said, new EpisodePlace(
                        chunk.GraphKey, lastNumber, item.EpisodeUuid, item.ReferenceTime.UtcDateTime, Realtime: false));
                    break;
                case ItemStatus.Skipped:
                    counts.Skipped++;
                    AddEpisode(chunk, item, ++lastNumber);
                    _outcomes.Add((chunk.BatchKey, item.Sequence, status, null));
                    break;
                case ItemStatus.Failed:
                    counts.Failed++;
                    _outcomes.Add((chunk.BatchKey, item.Sequence, status, error));
                    break;
                default:
                    // The item ended, and was counted, before its turn.
                    break;
            }
        }

        _graphs.Add((chunk.GraphKey, lastNumber, chunk.EndsLane ? chunk.ProcessNumber : 0));
        counts.LanesEnded += chunk.EndsLane ? 1 : 0;
        counts.LanesBegun += (chunk.Cursor == 0 ? 1 : 0) - (chunk.EndsLane ? 1 : 0);
    }

    /// <summary>Writes everything in one round trip.</summary>
    public async ValueTask WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(GraphRows.Move(_graphs));
        if (_episodes.Count > 0)
        {
            batch.BatchCommands.Add(GraphRows.AddEpisodes(_episodes));
        }

        if (_outcomes.Count > 0)
        {
            batch.BatchCommands.Add(OutcomesCommand());
        }

        batch.BatchCommands.Add(ProgressCommand());
        await facts.WriteAsync(connection, batch, cancellationToken);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reports what was committed.</summary>
    public void Report()
    {
        Telemetry.CommitRows.Record(_items);
        Telemetry.CommitLanes.Record(Lanes);
        Telemetry.AssertionsStored.Add(facts.Assertions);
        Report("succeeded", _progress.Values.Sum(c => c.Succeeded));
        Report("failed", _progress.Values.Sum(c => c.Failed));
        Report("skipped", _progress.Values.Sum(c => c.Skipped));
    }

    private static void Report(string status, int items)
    {
        if (items > 0)
        {
            Telemetry.ItemsEnded.Add(items, new KeyValuePair<string, object?>("status", status));
        }
    }

    private void AddFacts(Counts counts, ResolvedFacts said, EpisodePlace place)
    {
        counts.Facts += said.Assertions.Count;
        counts.Entities += facts.Add(said, place);
    }

    private void AddEpisode(LaneChunk chunk, IngestItem item, long number) => _episodes.Add(new(
        chunk.GraphKey, item.EpisodeUuid, number, item.ReferenceTime.UtcDateTime, item.ThreadKey, chunk.Extraction.WhenStored()));

    private NpgsqlBatchCommand OutcomesCommand() => new(AddOutcomes)
    {
        Parameters =
        {
            GraphRows.Array(_outcomes.ConvertAll(o => o.Batch), NpgsqlDbType.Bigint),
            GraphRows.Array(_outcomes.ConvertAll(o => o.Sequence), NpgsqlDbType.Integer),
            GraphRows.Array(_outcomes.ConvertAll(o => (short)o.Status), NpgsqlDbType.Smallint),
            GraphRows.Array(_outcomes.ConvertAll(o => o.Error?.Code), NpgsqlDbType.Text),
            GraphRows.Array(_outcomes.ConvertAll(o => o.Error?.Message), NpgsqlDbType.Text),
            GraphRows.Array(_outcomes.ConvertAll(o => o.Error?.Retryable ?? false), NpgsqlDbType.Boolean),
            GraphRows.Array(_outcomes.ConvertAll(o => o.Error?.Attempts ?? 0), NpgsqlDbType.Integer),
        },
    };

    private NpgsqlBatchCommand ProgressCommand() => new(AddProgress)
    {
        Parameters =
        {
            GraphRows.Array(_progress.Keys.ToList(), NpgsqlDbType.Bigint),
            GraphRows.Array(_progress.Values.Select(c => c.Succeeded).ToList(), NpgsqlDbType.Integer),
            GraphRows.Array(_progress.Values.Select(c => c.Failed).ToList(), NpgsqlDbType.Integer),
            GraphRows.Array(_progress.Values.Select(c => c.Skipped).ToList(), NpgsqlDbType.Integer),
            GraphRows.Array(_progress.Values.Select(c => c.LanesBegun).ToList(), NpgsqlDbType.Integer),
            GraphRows.Array(_progress.Values.Select(c => c.LanesEnded).ToList(), NpgsqlDbType.Integer),
            GraphRows.Array(_progress.Values.Select(c => c.Facts).ToList(), NpgsqlDbType.Bigint),
            GraphRows.Array(_progress.Values.Select(c => c.Entities).ToList(), NpgsqlDbType.Bigint),
            new() { Value = slot },
        },
    };

    private sealed class Counts
    {
        public int Succeeded { get; set; }

        public int Failed { get; set; }

        public int Skipped { get; set; }

        public int LanesBegun { get; set; }

        public int LanesEnded { get; set; }

        public long Facts { get; set; }

        public long Entities { get; set; }
    }
}
