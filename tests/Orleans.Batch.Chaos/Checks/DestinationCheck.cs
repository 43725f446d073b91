using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>Graphs, users and threads exist exactly if they were created and not deleted.</summary>
public static class DestinationCheck
{
    public static IEnumerable<Violation> Run(CheckContext context) => context.History.Destinations.SelectMany(d => One(context, d));

    private static IEnumerable<Violation> One(CheckContext context, Destination destination)
    {
        var graph = destination.Type == DestinationType.Thread ? null : context.Stored.Graphs.GetValueOrDefault(destination.Id);
        var isThere = context.IsThere(destination);
        var deletes = destination.Deletes.Concat(destination.User?.Deletes ?? []).ToArray();
        if (isThere)
        {
            var makers = graph is null ? destination.Creates : [.. destination.Creates.Where(c => c.Marker == graph.Marker)];
            if (!makers.Any(c => c.MayBeDone))
            {
                yield return new(CheckContext.Excess(makers), $"{destination.Type} {destination.Id} is there after {string.Join("; ", makers)}");
            }
            else if (deletes.FirstOrDefault(d => d.IsDone) is { } done && !destination.Creates.Any(c => c is { IsDone: false, MayBeDone: true }))
            {
                yield return new(ViolationKind.Lost, $"{destination.Type} {destination.Id} is there after {done}");
            }
        }
        else if (destination.Creates.FirstOrDefault(c => c.IsDone) is { } create && !deletes.Any(d => d.MayBeDone))
        {
            yield return new(
                deletes.Length > 0 ? ViolationKind.RefusedButDone : ViolationKind.Lost,
                $"{destination.Type} {destination.Id} is not there: {create}; {string.Join<Write>("; ", deletes)}");
        }
    }
}
