using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>Each live write is in its graph once, or was not accepted; and nothing is stored that no client wrote.</summary>
public static class LiveCheck
{
    public static IEnumerable<Violation> Run(CheckContext context)
    {
        foreach (var stray in context.Stored.Lives.Where(l => context.OwnerOf(l.Key) is not { Write: LiveWrite }))
        {
            yield return new(ViolationKind.Doubled, $"episode {stray.First().Episode} was not written by any client: {stray.Key}");
        }

        foreach (var episode in context.Stored.Episodes.Where(e => !e.IsRealtime && !context.Stored.ItemsByEpisode.Contains(e.Episode) && e.Content is not null))
        {
            yield return new(ViolationKind.Doubled, $"episode {episode.Episode} in graph {episode.GraphKey} is no item of any batch: {episode.Content}");
        }

        foreach (var violation in context.History.LiveWrites.SelectMany(w => One(context, w)))
        {
            yield return violation;
        }
    }

    private static IEnumerable<Violation> One(CheckContext context, LiveWrite write)
    {
        var rows = write.Contents.Select(c => context.Stored.Lives[c].ToArray()).ToArray();
        var mayBeGone = context.MayBeAbsent(write.Destination);
        if (rows.Any(r => r.Length > 1))
        {
            yield return new(ViolationKind.Doubled, $"{rows.Max(r => r.Length)} episodes of {write}");
            yield break;
        }

        if (!write.MayBeDone && rows.Any(r => r.Length > 0))
        {
            yield return new(ViolationKind.RefusedButDone, $"{rows.Count(r => r.Length > 0)} of {rows.Length} episodes are there: {write}");
            yield break;
        }

        for (var i = 0; i < rows.Length && write.IsDone; i++)
        {
            var episode = write.Episodes.ElementAtOrDefault(i);
            var deletes = context.DeletesOf(episode).ToArray();
            if (rows[i] is [var row] && row.Episode != episode && write.Episodes.Count > 0)
            {
                yield return new(ViolationKind.Doubled, $"episode {row.Episode} is there, {episode} was acknowledged: {write}");
            }
            else if (rows[i].Length == 1 && deletes.FirstOrDefault(d => d.IsDone) is { } done)
            {
                yield return new(ViolationKind.Lost, $"episode {episode} is there after {done}");
            }
            else if (rows[i].Length == 0 && !mayBeGone && !deletes.Any(d => d.MayBeDone))
            {
                yield return new(
                    deletes.Length > 0 ? ViolationKind.RefusedButDone : ViolationKind.Lost,
                    $"episode {episode} is not there: {write} {string.Join<Write>("; ", deletes)}");
            }
        }

        var there = rows.Where(r => r.Length == 1).Select(r => r[0]).ToArray();
        if (!write.IsDone && there.Length > 0 && there.Length < rows.Length && !mayBeGone)
        {
            yield return new(ViolationKind.Lost, $"{there.Length} of {rows.Length} episodes are there: {write}");
        }

        foreach (var violation in mayBeGone ? [] : there.SelectMany(r => Place(context, write, r)))
        {
            yield return violation;
        }
    }

    private static IEnumerable<Violation> Place(CheckContext context, LiveWrite write, LiveRow row)
    {
        var places = context.Stored.EpisodesById[row.Episode].ToArray();
        if (places.Length != 1 || places[0].GraphKey != context.GraphKeyOf(write.Destination.Id))
        {
            yield return new(
                places.Length > 1 ? ViolationKind.Doubled : ViolationKind.Lost,
                $"episode {row.Episode} is in {places.Length} graphs ({string.Join(' ', places.Select(p => p.GraphKey))}): {write}");
        }
    }
}
