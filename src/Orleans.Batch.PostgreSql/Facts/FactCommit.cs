using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>
/// The effects of a commit of items on nodes and timelines. Order of calls: declare possible writes
/// (<see cref="Expect"/>), read under the graphs' locks (<see cref="AddQueries"/>, <see cref="ReadAsync(NpgsqlDataReader, CancellationToken)"/>), add the actual
/// writes, with numbers (<see cref="Add"/>), and write them (<see cref="WriteAsync"/>).
/// </summary>
internal sealed class FactCommit
{
    // One neighbor is nearly always enough; further ones cost only their reading.
    private const int FirstWindow = 16;
    private const int WindowGrowth = 16;

    // The number of timelines read at a time, and the maximum number of entries: some 35 MB.
    private const int MaxPlaces = 4_096;
    private const int MaxEntries = 140_000;

    private const string InsertMentions =
        "INSERT INTO mention (mention_uuid, node_uuid, episode_uuid) SELECT * FROM unnest($1, $2, $3)";

    private const string DeleteMentions = "DELETE FROM mention WHERE mention_uuid = ANY($1)";

    private const string InsertSentences =
        "INSERT INTO written_detail (object_uuid, text, edited) SELECT w.id, w.text, false FROM unnest($1, $2) w(id, text)";

    private readonly Dictionary<SlotKey, Slot> _slots = [];
    private readonly HashSet<Guid> _nodeIds = [];
    private readonly NodeChanges _nodes = new();
    private readonly List<(Guid Id, Guid Node, Guid Episode)> _mentions = [];
    private readonly List<(Guid Id, string Text)> _sentences = [];
    private readonly List<Guid> _mentionsGone = [];
    private readonly HashSet<Guid> _changed = [];
    private List<SlotPlace> _places = [];
    private bool _marksSummaries;
    private FactWrites _writes = new();

    /// <summary>How many assertions were stored.</summary>
    public int Assertions => _writes.Added;

    /// <summary>After <see cref="WriteAsync"/>: the ids of facts that begin with it.</summary>
    public IReadOnlyList<Guid> Begun => _writes.Begun;

    /// <summary>Notes what an item may change.</summary>
    public void Expect(ResolvedFacts facts)
    {
        foreach (var node in facts.Nodes)
        {
            _nodeIds.Add(node.Id);
        }

        foreach (var assertion in facts.Assertions)
        {
            FindSlot(assertion);
        }
    }

    /// <summary>Removes a stored assertion. It is called before the queries are added.</summary>
    public void Remove(StoredAssertion stored) => FindSlot(stored.Assertion).Removed.Add(stored);

    /// <summary>Removes a stored mention.</summary>
    public void RemoveMention(Guid id) => _mentionsGone.Add(id);

    /// <summary>Adds the queries, to be run once the graphs are locked: none if no item states anything.</summary>
    public void AddQueries(NpgsqlBatch batch)
    {
        if (HasNone)
        {
            return;
        }

        batch.BatchCommands.Add(SummaryMarks.Any());
        batch.BatchCommands.Add(FactQueries.Nodes(_nodeIds));
        if (_slots.Count <= MaxPlaces)
        {
            // Numbers are assigned under the locks; from its earliest moment on, a timeline contains all their places.
            _places = [.. _slots.Select(s => new SlotPlace(s.Key, new TimelinePlace(s.Value.Earliest, long.MinValue)))];
            batch.BatchCommands.Add(FactQueries.Windows(_places, FirstWindow));
        }
    }

    /// <summary>Runs the queries, in a transaction that holds the graphs' locks.</summary>
    public async ValueTask ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("SELECT 1"));
        AddQueries(batch);
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        await ReadAsync(row, cancellationToken);
    }

    /// <summary>Reads the answers; the reader is at the result before the first of them.</summary>
    public async ValueTask ReadAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        if (HasNone)
        {
            return;
        }

        await row.NextResultAsync(cancellationToken);
        _marksSummaries = await row.ReadAsync(cancellationToken) && row.GetBoolean(0);
        await row.NextResultAsync(cancellationToken);
        _nodes.Know(await FactQueries.ReadNodesAsync(row, cancellationToken));
        if (_slots.Count <= MaxPlaces)
        {
            await row.NextResultAsync(cancellationToken);
            var windows = await FactQueries.ReadWindowsAsync(row, _places, FirstWindow, cancellationToken);
            for (var i = 0; i < windows.Length; i++)
            {
                _slots[_places[i].Slot].Windows = [windows[i]];
            }
        }
    }

    /// <summary>Adds the statements of an item that is written now.</summary>
    /// <returns>How many nodes it adds to its graph.</returns>
    public int Add(ResolvedFacts facts, EpisodePlace place)
    {
        var added = 0;
        foreach (var node in facts.Nodes)
        {
            added += _nodes.Add(node, place.Naming) ? 1 : 0;
        }

        for (var i = 0; i < facts.Assertions.Count; i++)
        {
            var assertion = facts.Assertions[i];
            if (_marksSummaries)
            {
                _changed.Add(assertion.Slot.Source);
                _changed.Add(assertion.Target);
            }

            _slots[assertion.Slot].Added.Add(new TimelineEntry
            {
                Id = place.Id(i),
                Place = new TimelinePlace(assertion.At, place.Ord(i)),
                Target = assertion.Target,
                Name = assertion.Name,
                Value = assertion.Value,
                Episode = place.Episode,
                Ends = assertion.Ends,
                Origin = EntryOrigin.New,
            });
            if (assertion.Sentence is { } sentence)
            {
                _sentences.Add((place.Id(i), sentence));
            }
        }

        for (var i = 0; i < facts.Mentions.Count; i++)
        {
            _mentions.Add((place.Id(facts.Assertions.Count + i), facts.Mentions[i], place.Episode));
        }

        return added;
    }

    /// <summary>Updates the timelines and adds the writes to the batch.</summary>
    public async ValueTask WriteAsync(NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        _nodes.AddWrites(batch);
        var writes = _writes = new FactWrites();
        var open = _slots.Where(s => s.Value.Changes > 0).ToList();
        if (_slots.Count <= MaxPlaces)
        {
            open.RemoveAll(slot => TryBring(slot.Key, slot.Value, writes));
        }

        for (var limit = FirstWindow; open.Count > 0; limit *= WindowGrowth)
        {
            open = await BringAsync(connection, open, limit, writes, cancellationToken);
        }

        writes.AddTo(batch);
        FactIndex.AddTo(batch, writes.BegunSince, writes.Gone);
        if (_mentionsGone.Count > 0)
        {
            batch.BatchCommands.Add(new(DeleteMentions) { Parameters = { GraphRows.Array(_mentionsGone, NpgsqlDbType.Uuid) } });
        }

        if (_changed.Count > 0)
        {
            batch.BatchCommands.Add(SummaryMarks.Command(_changed));
        }

        if (_mentions.Count > 0)
        {
            batch.BatchCommands.Add(new(InsertMentions)
            {
                Parameters =
                {
                    GraphRows.Array(_mentions.Select(m => m.Id).ToArray(), NpgsqlDbType.Uuid),
                    GraphRows.Array(_mentions.Select(m => m.Node).ToArray(), NpgsqlDbType.Uuid),
                    GraphRows.Array(_mentions.Select(m => m.Episode).ToArray(), NpgsqlDbType.Uuid),
                },
            });
        }

        if (_sentences.Count > 0)
        {
            batch.BatchCommands.Add(new(InsertSentences)
            {
                Parameters =
                {
                    GraphRows.Array(_sentences.Select(s => s.Id).ToArray(), NpgsqlDbType.Uuid),
                    GraphRows.Array(_sentences.Select(s => s.Text).ToArray(), NpgsqlDbType.Text),
                },
            });
        }
    }

    private static bool TryBring(SlotKey key, Slot slot, FactWrites writes)
    {
        // One window from the earliest place on serves all of them only if it is complete; a cut window may end before the
        // added entries, if many of them have the same moment.
        if ((slot.Windows is [{ CutAt: not null }] && slot.Changes > 1)
            || !slot.Places.All(p => slot.Windows.Exists(w => w.Covers(p))))
        {
            return false;
        }

        var known = new Dictionary<Guid, TimelineEntry>();
        foreach (var entry in slot.Windows.SelectMany(w => w.Entries()))
        {
            if (known.TryGetValue(entry.Id, out var same))
            {
                same.KnowsNext |= entry.KnowsNext;
            }
            else
            {
                known.Add(entry.Id, entry);
            }
        }

        var timeline = new Timeline(known.Values);
        var gone = new List<TimelineEntry>();
        foreach (var stored in slot.Removed)
        {
            if (!timeline.TryRemove(stored.Id, out var entry))
            {
                return false;
            }

            if (entry is not null)
            {
                gone.Add(entry);
            }
        }

        if (!slot.Added.TrueForAll(timeline.TryAdd))
        {
            return false;
        }

        gone.ForEach(writes.Remove);
        writes.Add(key, timeline);
        slot.Windows = [];
        return true;
    }

    /// <summary>Reads windows of that size and updates the timelines, some of them at a time.</summary>
    /// <returns>Those that need larger windows.</returns>
    private static async ValueTask<List<KeyValuePair<SlotKey, Slot>>> BringAsync(
        NpgsqlConnection connection,
        List<KeyValuePair<SlotKey, Slot>> slots,
        int limit,
        FactWrites writes,
        CancellationToken cancellationToken)
    {
        var left = new List<KeyValuePair<SlotKey, Slot>>();
        var part = new List<KeyValuePair<SlotKey, Slot>>();
        var most = Math.Min(MaxPlaces, MaxEntries / (2 * limit));
        for (var (next, places) = (0, 0); next < slots.Count; (part, places) = ([], 0))
        {
            while (next < slots.Count && (part.Count == 0 || places + slots[next].Value.Changes <= most))
            {
                places += slots[next].Value.Changes;
                part.Add(slots[next++]);
            }

            if (places > most && limit > FirstWindow)
            {
                throw new WorkTooLargeException("too much is known of one timeline that it changes");
            }

            await ReadWindowsAsync(connection, part, limit, cancellationToken);
            left.AddRange(part.Where(slot => !TryBring(slot.Key, slot.Value, writes)));
        }

        return left;
    }

    private static async ValueTask ReadWindowsAsync(
        NpgsqlConnection connection, List<KeyValuePair<SlotKey, Slot>> slots, int limit, CancellationToken cancellationToken)
    {
        var places = slots.SelectMany(s => s.Value.Places.Select(p => new SlotPlace(s.Key, p))).ToList();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(FactQueries.Windows(places, limit));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var windows = await FactQueries.ReadWindowsAsync(row, places, limit, cancellationToken);
        var bySlot = windows.Zip(places).ToLookup(w => w.Second.Slot, w => w.First);
        foreach (var (key, slot) in slots)
        {
            slot.Windows = [.. bySlot[key]];
            slot.Added = slot.Added.ConvertAll(a => a.Anew());
        }
    }

    private bool HasNone => _nodeIds.Count == 0 && _slots.Count == 0;

    private Slot FindSlot(SlotAssertion assertion)
    {
        if (!_slots.TryGetValue(assertion.Slot, out var slot))
        {
            _slots.Add(assertion.Slot, slot = new Slot { Earliest = assertion.At });
        }
        else if (assertion.At < slot.Earliest)
        {
            slot.Earliest = assertion.At;
        }

        return slot;
    }

    private sealed class Slot
    {
        public DateTime Earliest { get; set; }

        public List<TimelineEntry> Added { get; set; } = [];

        public List<StoredAssertion> Removed { get; } = [];

        public int Changes => Added.Count + Removed.Count;

        public IEnumerable<TimelinePlace> Places => Removed.Select(static r => r.Place).Concat(Added.Select(static a => a.Place));

        public List<TimelineWindow> Windows { get; set; } = [];
    }
}
