using System.Collections.Concurrent;
using System.Net;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>
/// Creates a source's destinations in pages: users, then graphs, then threads, a few pages at once. Existing ones are accepted.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="source">The source.</param>
/// <param name="importId">The import that creates them.</param>
/// <param name="progress">Receives the progress.</param>
/// <param name="limits">The limits of pages.</param>
internal sealed class DestinationCreation(ApiClient api, IItemSource source, string importId, LoadProgress progress, LoadLimits limits)
{
    private readonly ConcurrentDictionary<(LineKind Kind, string Id), bool> _refused = new();
    private readonly ConcurrentBag<Destination> _ofOthers = [];
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
    /// <exception cref="LoadException">Items name threads that exist under other users than the records state.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.ConcurrentDestinationPages, CancellationToken = cancel };
        foreach (var kind in new[] { LineKind.User, LineKind.Graph, LineKind.Thread })
        {
            await Parallel.ForEachAsync(DestinationPage.Cut(source.Destinations.GetAll(kind), limits), options, CreateAsync);
        }

        RequireOwnThreads();
    }

    private async ValueTask CreateAsync(DestinationPage page, CancellationToken cancel)
    {
        for (var rest = page; rest is not null;)
        {
            var answer = await api.PostAsync("destinations", rest.Body(importId), key: null, readBody: true, cancel);
            if (answer.Succeeded)
            {
                Count(rest, answer);
                return;
            }

            if (answer.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge))
            {
                throw new LoadException($"The {rest.List} of lines {rest[0].Line} to {rest[rest.Count - 1].Line} could not be created: {answer.Message}");
            }

            var refused = RefusedItems.FromResponse(answer, rest.Count);
            if (refused.Count == 0 && rest.Count > 1)
            {
                // The refusal is about the whole page, so the bad ones are found by halving.
                var half = rest.Count / 2;
                await CreateAsync(rest.Where(i => i < half)!, cancel);
                await CreateAsync(rest.Where(i => i >= half)!, cancel);
                return;
            }

            if (refused.Count == 0)
            {
                refused[0] = new("", answer.Code, answer.Message);
            }

            Refuse(rest, refused);
            rest = rest.Where(i => !refused.ContainsKey(i));
        }
    }

    private void Count(DestinationPage page, ApiResponse answer)
    {
        var created = answer.Body.TryGetProperty("created", out var counts) ? ApiResponse.Number(counts, page.List) : 0;
        Interlocked.Add(ref _created, created);
        Interlocked.Add(ref _alreadyThere, page.Count - created);
        progress.AddDestinations(page.Count);
    }

    private void Refuse(DestinationPage page, SortedDictionary<int, LineError> refused)
    {
        foreach (var (index, problem) in refused)
        {
            var destination = page[index];
            _refused[(destination.Kind, destination.Id)] = true;
            if (destination.Kind == LineKind.Thread && problem.Code == ErrorCodes.AlreadyExists)
            {
                _ofOthers.Add(destination);
            }

            source.Reject(destination.Line, destination.Body, page.OfLine(index, problem));
        }

        progress.AddDestinations(refused.Count);
    }

    // Their messages would reach the graphs of those other users.
    private void RequireOwnThreads()
    {
        var named = source.Named.All.Where(static n => n.Kind == LineKind.Thread).Select(static n => n.Id).ToHashSet(StringComparer.Ordinal);
        Destination[] wrong = [.. _ofOthers.Where(t => named.Contains(t.Id)).OrderBy(static t => t.Line)];
        if (wrong.Length > 0)
        {
            throw new LoadException(
                $"No item was sent: {wrong.Length} threads that messages name exist under other users than their records state. "
                + "Correct the records, or leave them out.\n"
                + NamedDestination.List(wrong.Select(static t => new NamedDestination(t.Kind, t.Id, t.Line))))
            {
                WrongDestinations = true,
            };
        }
    }
}
