using System.Buffers;
using System.Text;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>Destinations of one kind that one call creates.</summary>
internal sealed class DestinationPage(IReadOnlyList<Destination> destinations)
{
    /// <summary>How many there are.</summary>
    public int Count => destinations.Count;

    /// <summary>The destination at this index.</summary>
    public Destination this[int index] => destinations[index];

    /// <summary>The field of the body and of the answer that is about them.</summary>
    public string List => destinations[0].Kind switch { LineKind.User => "users", LineKind.Graph => "graphs", _ => "threads" };

    /// <summary>Cuts destinations of one kind into pages.</summary>
    public static IEnumerable<DestinationPage> Cut(IEnumerable<Destination> destinations, LoadLimits limits) => SizedPages
        .Cut(destinations, limits.PageDestinations, limits.PageDestinationBytes, static d => d.Body.Length)
        .Select(static page => new DestinationPage(page));

    /// <summary>The request body.</summary>
    /// <param name="importId">The import that creates them.</param>
    public ReadOnlyMemory<byte> Body(string importId)
    {
        var body = new ArrayBufferWriter<byte>(destinations.Sum(static d => d.Body.Length + 1) + 128);
        body.Write(Encoding.ASCII.GetBytes($"{{\"import_id\":\"{importId}\",\"{List}\":["));
        for (var i = 0; i < Count; i++)
        {
            body.Write(i == 0 ? ""u8 : ","u8);
            body.Write(destinations[i].Body);
        }

        body.Write("]}"u8);
        return body.WrittenMemory;
    }

    /// <summary>A page with only those of the given indexes; null when none is left.</summary>
    public DestinationPage? Where(Func<int, bool> wanted)
    {
        Destination[] some = [.. destinations.Where((_, i) => wanted(i))];
        return some.Length == 0 ? null : new(some);
    }

    /// <summary>The problem of one of them with the field as in its line: <c>users[3].email</c> is <c>email</c>.</summary>
    public LineError OfLine(int index, LineError problem)
    {
        var place = FormattableString.Invariant($"{List}[{index}]");
        return problem.Field.StartsWith(place, StringComparison.Ordinal)
            ? problem with { Field = problem.Field[place.Length..].TrimStart('.') }
            : problem;
    }
}
