using System.Collections.Concurrent;
using System.Net;

namespace Orleans.Batch.Loading;

/// <summary>
/// Asks the server for the destinations that items name and no record creates. A batch with one bad reference is
/// refused as a whole, after the batches before it were loaded: this check comes before the first item is sent.
/// </summary>
internal sealed class MissingDestinations(ApiClient api, LoadProgress progress, LoadLimits limits)
{
    /// <summary>Checks each of them.</summary>
    /// <exception cref="LoadException">Some do not exist.</exception>
    public async Task CheckAsync(IReadOnlyCollection<NamedDestination> named, CancellationToken cancel)
    {
        if (await FindAsync(named, cancel) is { Count: > 0 } missing)
        {
            throw new LoadException(
                $"No item was sent: {missing.Count} destinations that items name do not exist. Create them, or put their records into the file.\n"
                + NamedDestination.List(missing))
            {
                WrongDestinations = true,
            };
        }
    }

    /// <summary>The missing ones, in the order of the lines that name them first.</summary>
    public async Task<IReadOnlyList<NamedDestination>> FindAsync(
        IReadOnlyCollection<NamedDestination> named, CancellationToken cancel)
    {
        progress.DestinationTotal += named.Count;
        var unknown = new ConcurrentBag<NamedDestination>();
        var missing = new ConcurrentBag<NamedDestination>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.ConcurrentDestinations, CancellationToken = cancel };
        await Parallel.ForEachAsync(DestinationLookup.Cut(named), options, async (page, stop) =>
        {
            var rest = await DestinationLookup.FindUnknownAsync(api, page, stop);
            foreach (var destination in rest)
            {
                unknown.Add(destination);
            }

            progress.AddDestinations(page.Count - rest.Count);
        });
        await Parallel.ForEachAsync(unknown, options, async (destination, stop) =>
        {
            if ((await api.GetAsync(Path(destination), stop)).Status == HttpStatusCode.NotFound)
            {
                missing.Add(destination);
            }

            progress.AddDestination();
        });
        return [.. missing.OrderBy(m => m.Line)];
    }

    private static string Path(NamedDestination destination)
    {
        var id = Uri.EscapeDataString(destination.Id);
        return destination.Kind switch
        {
            LineKind.User => $"users/{id}",
            LineKind.Graph => $"graph/{id}",
            _ => $"threads/{id}/messages?limit=1",
        };
    }
}
