using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>The writes that bring the database to the current state of the timelines.</summary>
internal sealed class FactWrites
{
    private const string DeleteFacts = "DELETE FROM fact WHERE fact_uuid = ANY($1)";

    private const string DeleteRepeats = "DELETE FROM fact_repeat WHERE fact_uuid = ANY($1)";

    private const string InsertFacts =
        """
        INSERT INTO fact (fact_uuid, source_node, slot, valid_at, ord, target_node, name, value, episode_uuid, created_at,
                          invalid_at, end_ord, expired_at)
        SELECT w.id, w.source, w.slot, w.at, w.ord, w.target, w.name, w.value, w.episode, coalesce(w.created, t.now),
               w.end_at, w.end_ord, CASE WHEN w.end_at IS NOT NULL THEN coalesce(w.expired, t.now) END
        FROM (SELECT sql_now() AS now OFFSET 0) t,
             unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS w(
                 id, source, slot, at, ord, target, name, value, episode, created, end_at, end_ord, expired)
        """;

    private const string InsertRepeats =
        """
        INSERT INTO fact_repeat (fact_uuid, source_node, slot, valid_at, ord, target_node, name, value, episode_uuid,
                                 created_at, ends)
        SELECT w.id, w.source, w.slot, w.at, w.ord, w.target, w.name, w.value, w.episode, coalesce(w.created, t.now), w.ends
        FROM (SELECT sql_now() AS now OFFSET 0) t,
             unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS w(
                 id, source, slot, at, ord, target, name, value, episode, created, ends)
        """;

    private const string MoveEnds =
        """
        UPDATE fact f SET invalid_at = w.end_at, end_ord = w.end_ord,
            expired_at = CASE WHEN w.end_at IS NOT NULL THEN coalesce(w.expired, t.now) END
        FROM (SELECT sql_now() AS now OFFSET 0) t, unnest($1, $2, $3, $4) AS w(id, end_at, end_ord, expired)
        WHERE f.fact_uuid = w.id
        """;

    private readonly List<Guid> _factsGone = [];
    private readonly List<Guid> _repeatsGone = [];
    private readonly List<(SlotKey Slot, TimelineEntry Entry)> _facts = [];
    private readonly List<(SlotKey Slot, TimelineEntry Entry)> _repeats = [];
    private readonly List<TimelineEntry> _ends = [];
    private readonly List<Guid> _begunSince = [];

    /// <summary>How many assertions are stored for the first time.</summary>
    public int Added { get; private set; }

    /// <summary>The ids of facts that begin with these writes.</summary>
    public IReadOnlyList<Guid> Begun => _facts.ConvertAll(f => f.Entry.Id);

    /// <summary>The ids of facts that no longer do.</summary>
    public IReadOnlyList<Guid> Gone => _factsGone;

    /// <summary>The ids of those that begin and were stored before, as repeats.</summary>
    public IReadOnlyList<Guid> BegunSince => _begunSince;

    /// <summary>Deletes an entry that was removed from its timeline.</summary>
    public void Remove(TimelineEntry entry) => (entry.Origin == EntryOrigin.Fact ? _factsGone : _repeatsGone).Add(entry.Id);

    public void Add(SlotKey slot, Timeline timeline)
    {
        foreach (var entry in timeline.Entries)
        {
            Add(slot, entry);
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        AddDelete(batch, DeleteFacts, _factsGone);
        AddDelete(batch, DeleteRepeats, _repeatsGone);
        AddInsert(batch, InsertFacts, _facts, e => [Ends(e), EndOrds(e), Expiries(e)]);
        AddInsert(
            batch, InsertRepeats, _repeats, e => [GraphRows.Array(e.Select(r => r.Ends).ToArray(), NpgsqlDbType.Boolean)]);
        if (_ends.Count > 0)
        {
            batch.BatchCommands.Add(new(MoveEnds)
            {
                Parameters = { Ids(_ends), Ends(_ends), EndOrds(_ends), Expiries(_ends) },
            });
        }
    }

    private void Add(SlotKey slot, TimelineEntry entry)
    {
        switch (entry.Origin)
        {
            case EntryOrigin.New:
                Added++;
                (entry.IsFact ? _facts : _repeats).Add((slot, entry));
                break;
            case EntryOrigin.Fact when !entry.IsFact:
                _factsGone.Add(entry.Id);
                _repeats.Add((slot, entry));
                break;
            case EntryOrigin.Fact when entry.EndMoved:
                _ends.Add(entry);
                break;
            case EntryOrigin.Repeat when entry.IsFact:
                _begunSince.Add(entry.Id);
                _repeatsGone.Add(entry.Id);
                _facts.Add((slot, entry));
                break;
            default:
                break;
        }
    }

    private static void AddDelete(NpgsqlBatch batch, string sql, List<Guid> ids)
    {
        if (ids.Count > 0)
        {
            batch.BatchCommands.Add(new(sql) { Parameters = { GraphRows.Array(ids.ToArray(), NpgsqlDbType.Uuid) } });
        }
    }

    private static void AddInsert(
        NpgsqlBatch batch,
        string sql,
        List<(SlotKey Slot, TimelineEntry Entry)> rows,
        Func<List<TimelineEntry>, NpgsqlParameter[]> rest)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var entries = rows.ConvertAll(r => r.Entry);
        var command = new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                Ids(entries),
                GraphRows.Array(rows.Select(r => r.Slot.Source).ToArray(), NpgsqlDbType.Uuid),
                GraphRows.Array(rows.Select(r => r.Slot.Hash).ToArray(), NpgsqlDbType.Bigint),
                GraphRows.Array(entries.Select(e => e.Place.At).ToArray(), NpgsqlDbType.TimestampTz),
                GraphRows.Array(entries.Select(e => e.Place.Ord).ToArray(), NpgsqlDbType.Bigint),
                GraphRows.Array(entries.Select(e => e.Target).ToArray(), NpgsqlDbType.Uuid),
                GraphRows.Array(entries.Select(e => e.Name).ToArray(), NpgsqlDbType.Text),
                GraphRows.Array(entries.Select(e => e.Value).ToArray(), NpgsqlDbType.Text),
                GraphRows.Array(entries.Select(e => e.Episode).ToArray(), NpgsqlDbType.Uuid),
                GraphRows.Array(entries.Select(e => e.CreatedAt).ToArray(), NpgsqlDbType.TimestampTz),
            },
        };
        foreach (var parameter in rest(entries))
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter Ids(List<TimelineEntry> entries) =>
        GraphRows.Array(entries.Select(e => e.Id).ToArray(), NpgsqlDbType.Uuid);

    private static NpgsqlParameter Ends(List<TimelineEntry> entries) =>
        GraphRows.Array(entries.Select(e => e.End?.At).ToArray(), NpgsqlDbType.TimestampTz);

    private static NpgsqlParameter EndOrds(List<TimelineEntry> entries) =>
        GraphRows.Array(entries.Select(e => e.End?.Ord).ToArray(), NpgsqlDbType.Bigint);

    private static NpgsqlParameter Expiries(List<TimelineEntry> entries) =>
        GraphRows.Array(entries.Select(e => e.ExpiredAt).ToArray(), NpgsqlDbType.TimestampTz);
}
