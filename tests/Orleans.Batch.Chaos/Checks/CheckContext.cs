using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>The answers to clients and the content of the tables.</summary>
public sealed class CheckContext
{
    private readonly Dictionary<string, Destination> _destinations;
    private readonly Dictionary<string, (Write Write, int Index, BatchRecord? Batch)> _contents = [];
    private readonly ILookup<Guid, Write> _episodeDeletes;

    public CheckContext(History history, StoredState stored)
    {
        History = history;
        Stored = stored;
        _destinations = history.Destinations.ToDictionary(d => d.Id);
        _episodeDeletes = history.EpisodeDeletes.ToLookup(d => d.Episode, d => d.Write);
        foreach (var batch in history.Batches)
        {
            foreach (var add in batch.Adds)
            {
                Know(add, add.Items.Select(i => i.Content), batch);
            }

            foreach (var patch in batch.Patches.Values.SelectMany(p => p))
            {
                Know(patch, [patch.Content], batch);
            }
        }

        foreach (var write in history.LiveWrites)
        {
            Know(write, write.Contents, null);
        }
    }

    public History History { get; }

    public StoredState Stored { get; }

    /// <summary>The write that sent this content; null if no client did.</summary>
    public (Write Write, int Index, BatchRecord? Batch)? OwnerOf(string content) => _contents.TryGetValue(content, out var owner) ? owner : null;

    /// <summary>Whether the content of a destination may be deleted, or may never be stored.</summary>
    public bool MayBeAbsent(string destination) => !_destinations.TryGetValue(destination, out var known) || MayBeAbsent(known);

    /// <inheritdoc cref="MayBeAbsent(string)"/>
    public bool MayBeAbsent(Destination destination) => destination.MayBeAbsent || (!destination.IsStable && !IsThere(destination));

    /// <summary>Whether a destination exists. Whether it must exist is checked by <see cref="DestinationCheck"/>.</summary>
    public bool IsThere(Destination destination) => destination.Type == DestinationType.Thread
        ? Stored.Threads.Contains(destination.Id)
        : Stored.Graphs.ContainsKey(destination.Id);

    /// <summary>The key of the graph of a destination's items; null if it does not exist.</summary>
    public long? GraphKeyOf(string destination) =>
        _destinations.TryGetValue(destination, out var known) && Stored.Graphs.TryGetValue(known.GraphOwner.Id, out var graph) ? graph.Key : null;

    /// <summary>The deletions of an episode.</summary>
    public IEnumerable<Write> DeletesOf(Guid episode) => _episodeDeletes[episode];

    /// <summary>
    /// The kind of violation if an effect exists that none of these writes may have had: one of them was refused, or
    /// another write took effect twice.
    /// </summary>
    public static ViolationKind Excess(IEnumerable<Write> writes) =>
        writes.Any(w => !w.MayBeDone) ? ViolationKind.RefusedButDone : ViolationKind.Doubled;

    private void Know(Write write, IEnumerable<string> contents, BatchRecord? batch)
    {
        foreach (var (index, content) in contents.Index())
        {
            _contents.Add(content, (write, index, batch));
        }
    }
}
