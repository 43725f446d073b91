namespace Orleans.Batch.Loading;

/// <summary>A destination that items go to.</summary>
/// <param name="Kind">User, graph or thread.</param>
/// <param name="Id">The caller's id.</param>
/// <param name="Line">The first line that names it.</param>
internal readonly record struct NamedDestination(LineKind Kind, string Id, long Line)
{
    private const int Listed = 20;

    /// <summary>The text for messages: <c>graph acct-4</c>.</summary>
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Id}";

    /// <summary>The first of some for a message, a line each, with the lines that name them.</summary>
    public static string List(IEnumerable<NamedDestination> destinations) =>
        string.Join('\n', destinations.Take(Listed).Select(static d => $"  {d} (line {d.Line})"));
}

/// <summary>The destinations that a source's items name, each once. Memory grows with the destinations, not with the items.</summary>
internal sealed class NamedDestinations
{
    private readonly Dictionary<string, int> _graphs = [];
    private readonly Dictionary<string, int> _users = [];
    private readonly Dictionary<string, int> _threads = [];
    private readonly List<NamedDestination> _all = [];

    /// <summary>All of them, each at its ordinal.</summary>
    public IReadOnlyList<NamedDestination> All => _all;

    /// <summary>Registers an item's destination on this line; returns the destination's ordinal.</summary>
    public int Add(NewBatchItem item, long line)
    {
        var (kind, id) = item switch
        {
            { ThreadId: { } thread } => (LineKind.Thread, thread),
            { GraphId: { } graph } => (LineKind.Graph, graph),
            _ => (LineKind.User, item.UserId!),
        };
        var known = kind switch { LineKind.User => _users, LineKind.Graph => _graphs, _ => _threads };
        if (!known.TryGetValue(id, out var ordinal))
        {
            ordinal = _all.Count;
            known[id] = ordinal;
            _all.Add(new(kind, id, line));
        }

        return ordinal;
    }
}
