using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos;

/// <summary>The destinations that exist from the beginning to the end of a run.</summary>
public sealed class World
{
    private const int Graphs = 8;
    private const int Users = 4;

    /// <param name="seed">Part of every id.</param>
    public World(int seed)
    {
        Prefix = $"s{seed}-";
        var users = Enumerable.Range(0, Users).Select(i => Stable(DestinationType.User, $"user-{i}", null)).ToArray();
        Destinations =
        [
            .. Enumerable.Range(0, Graphs).Select(i => Stable(DestinationType.Graph, $"graph-{i}", null)),
            .. users,
            .. users.Select((user, i) => Stable(DestinationType.Thread, $"thread-{i}", user)),
        ];
    }

    /// <summary>The prefix of the ids of permanent destinations, and of no others.</summary>
    public string Prefix { get; }

    public IReadOnlyList<Destination> Destinations { get; }

    public IEnumerable<Destination> GetDestinations(DestinationType type) => Destinations.Where(d => d.Type == type);

    /// <summary>Whether an id belongs to a permanent destination.</summary>
    public bool Holds(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    private Destination Stable(DestinationType type, string name, Destination? user) => new(type, Prefix + name, user, isStable: true);
}
