namespace Orleans.Batch.Models;

/// <summary>Divides episodes into windows, as <see cref="WindowSize"/> allows.</summary>
public static class WindowDivision
{
    /// <summary>Divides the episodes of one thread, or those of a graph that belong to none.</summary>
    /// <param name="episodes">The episodes, in order.</param>
    /// <param name="most">The most that a window may have.</param>
    public static IEnumerable<IReadOnlyList<StoredEpisode>> Divide(IEnumerable<StoredEpisode> episodes, WindowSize most)
    {
        var window = new List<StoredEpisode>();
        var size = default(WindowSize);
        foreach (var episode in episodes)
        {
            var turn = WindowSize.FromTurn(episode.Bytes);
            if (!size.HasRoomFor(turn, most))
            {
                yield return window;
                (window, size) = ([], default);
            }

            window.Add(episode);
            size = size.Add(turn);
        }

        if (window.Count > 0)
        {
            yield return window;
        }
    }
}

/// <summary>An episode that is to be extracted.</summary>
/// <param name="EpisodeUuid">Its identity.</param>
/// <param name="Bytes">The length of its content in UTF-8.</param>
public readonly record struct StoredEpisode(Guid EpisodeUuid, int Bytes);
