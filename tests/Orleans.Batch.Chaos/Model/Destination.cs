namespace Orleans.Batch.Chaos.Model;

/// <summary>The kind of a destination.</summary>
public enum DestinationType
{
    Graph,
    User,
    Thread,
}

/// <summary>A graph, user or thread that items go to. Its id is never reused.</summary>
/// <param name="type">The kind.</param>
/// <param name="id">The caller's id.</param>
/// <param name="user">The user whose graph a thread writes to.</param>
/// <param name="isStable">Whether it exists before the first fault and no client deletes it.</param>
public sealed class Destination(DestinationType type, string id, Destination? user, bool isStable)
{
    private readonly List<Write> _creates = [];
    private readonly List<Write> _deletes = [];

    public DestinationType Type => type;

    public string Id => id;

    public Destination? User => user;

    public bool IsStable => isStable;

    /// <summary>The destination whose graph holds its items: a thread's user, otherwise itself.</summary>
    public Destination GraphOwner => user ?? this;

    public IReadOnlyList<Write> Creates => _creates;

    public IReadOnlyList<Write> Deletes => _deletes;

    /// <summary>Whether it may be deleted, or may never have existed.</summary>
    public bool MayBeAbsent => !isStable
        && (!_creates.Any(c => c.IsDone) || _deletes.Any(d => d.MayBeDone) || user is { MayBeAbsent: true });

    public void Creating(Write write) => _creates.Add(write);

    public void Deleting(Write write) => _deletes.Add(write);
}
