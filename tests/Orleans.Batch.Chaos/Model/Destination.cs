namespace Orleans.Batch.Chaos.Model;

/// <summary>What a destination's id names.</summary>
public enum DestinationType
{
    Graph,
    User,
    Thread,
}

/// <summary>A graph, user or thread that items go to. Its id is never used for another one.</summary>
/// <param name="type">What it is.</param>
/// <param name="id">The caller's id.</param>
/// <param name="user">Of a thread: the user whose graph it writes to.</param>
/// <param name="isStable">Whether it is there before the first fault and no client deletes it.</param>
public sealed class Destination(DestinationType type, string id, Destination? user, bool isStable)
{
    private readonly List<Write> _creates = [];
    private readonly List<Write> _deletes = [];

    public DestinationType Type => type;

    public string Id => id;

    public Destination? User => user;

    public bool IsStable => isStable;

    /// <summary>The destination whose graph its items are in: of a thread its user, else itself.</summary>
    public Destination GraphOwner => user ?? this;

    public IReadOnlyList<Write> Creates => _creates;

    public IReadOnlyList<Write> Deletes => _deletes;

    /// <summary>Whether it may be gone, or never have been there.</summary>
    public bool MayBeAbsent => !isStable
        && (!_creates.Any(c => c.IsDone) || _deletes.Any(d => d.MayBeDone) || user is { MayBeAbsent: true });

    public void Creating(Write write) => _creates.Add(write);

    public void Deleting(Write write) => _deletes.Add(write);
}
