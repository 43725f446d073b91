namespace Orleans.Batch.Loading;

/// <summary>The destinations of a source, each once and in the order they must be created. The first record of an id counts.</summary>
internal sealed class DestinationSet
{
    private readonly Dictionary<(LineKind Kind, string Id), Destination> _all = [];

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>Those of one kind, as the source names them.</summary>
    public IEnumerable<Destination> GetAll(LineKind kind) => _all.Values.Where(d => d.Kind == kind);

    /// <summary>Whether a record creates it.</summary>
    public bool Creates(LineKind kind, string id) => _all.ContainsKey((kind, id));

    /// <summary>The user of a thread that a record creates; null when none does.</summary>
    public string? UserOf(string threadId) => _all.GetValueOrDefault((LineKind.Thread, threadId))?.UserId;

    /// <summary>Adds it unless its id is known already.</summary>
    public void Add(Destination destination) => _all.TryAdd((destination.Kind, destination.Id), destination);
}
