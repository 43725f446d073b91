using System.Collections.Concurrent;
using System.Net;

namespace Orleans.Batch.Loading;

/// <summary>Creates a source's destinations: users, then graphs, then threads, a few at once. Existing ones are accepted.</summary>
internal sealed class DestinationCreation(ApiClient api, IItemSource source, LoadProgress progress, LoadLimits limits)
{
    private readonly ConcurrentDictionary<(LineKind Kind, string Id), bool> _refused = new();
    private long _created;
    private long _alreadyThere;

    /// <summary>Destinations this run created.</summary>
    public long Created => _created;

    /// <summary>Destinations that existed.</summary>
    public long AlreadyThere => _alreadyThere;

    /// <summary>Destinations that items name and this did not create: no record creates them, or the server refused the record.</summary>
    public NamedDestination[] Unseen =>
        [.. source.Named.All.Where(n => !source.Destinations.Creates(n.Kind, n.Id) || _refused.ContainsKey((n.Kind, n.Id)))];

    /// <summary>Creates them all. A refused one is rejected like any other line.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.ConcurrentDestinations, CancellationToken = cancel };
        foreach (var kind in new[] { LineKind.User, LineKind.Graph, LineKind.Thread })
        {
            await Parallel.ForEachAsync(source.Destinations.GetAll(kind), options, CreateAsync);
        }
    }

    private async ValueTask CreateAsync(Destination destination, CancellationToken cancel)
    {
        var answer = await api.PostAsync(destination.Path, destination.Body, key: null, readBody: false, cancel);
        if (answer.Succeeded)
        {
            Interlocked.Increment(ref _created);
        }
        else if (answer.Status == HttpStatusCode.Conflict || answer.Code == ErrorCodes.AlreadyExists
            || answer.Message.Contains("already exists", StringComparison.OrdinalIgnoreCase))
        {
            Interlocked.Increment(ref _alreadyThere);
        }
        else
        {
            _refused[(destination.Kind, destination.Id)] = true;
            source.Reject(destination.Line, destination.Body, new("", answer.Code, answer.Message));
        }

        progress.AddDestination();
    }
}
