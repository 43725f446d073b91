using System.Runtime.InteropServices;
using System.Text;

namespace Orleans.Batch.Server.Loading;

/// <summary>A destination that items go to, and the first line that says so.</summary>
internal readonly record struct NamedDestination(LineKind Kind, string Id, long Line);

/// <summary>The destinations that a source's items name, each once. Grows with those, not with the items.</summary>
internal sealed class NamedDestinations
{
    private readonly Dictionary<string, long> _graphs = [];
    private readonly Dictionary<string, long> _users = [];
    private readonly Dictionary<string, long> _threads = [];

    /// <summary>All of them.</summary>
    public IEnumerable<NamedDestination> All =>
        _users.Select(u => new NamedDestination(LineKind.User, u.Key, u.Value))
            .Concat(_graphs.Select(g => new NamedDestination(LineKind.Graph, g.Key, g.Value)))
            .Concat(_threads.Select(t => new NamedDestination(LineKind.Thread, t.Key, t.Value)));

    /// <summary>An item on this line goes there.</summary>
    public void Add(ItemTarget target, long line)
    {
        // An id is checked to have at most this many code points by now, so it fits.
        Span<char> id = stackalloc char[TextRules.MaxIdLength * 2];
        id = id[..Encoding.UTF8.GetChars(target.Id, id)];
        var known = (target.Kind switch { LineKind.User => _users, LineKind.Graph => _graphs, _ => _threads })
            .GetAlternateLookup<ReadOnlySpan<char>>();
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(known, id, out var seen);
        first = seen ? first : line;
    }
}
