namespace Orleans.Batch.Models;

/// <summary>
/// Divides episodes into windows: by order and length alone, so that the same items always make the same requests.
/// </summary>
public static class WindowDivision
{
    // UTF-8 bytes of a token, at least: English has four and more, other languages rarely fewer than three.
    private const int BytesPerToken = 3;

    /// <summary>An estimate of the tokens of a text, rather too high.</summary>
    public static int Tokens(int utf8Bytes) => (utf8Bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>Divides the episodes of one thread, or those of a graph that belong to none.</summary>
    /// <param name="episodes">The episodes, in order.</param>
    /// <param name="options">The limits.</param>
    public static IEnumerable<IReadOnlyList<StoredEpisode>> Divide(IEnumerable<StoredEpisode> episodes, WindowOptions options)
    {
        var window = new List<StoredEpisode>();
        var tokens = 0;
        foreach (var episode in episodes)
        {
            var own = Tokens(episode.Bytes);
            if (window.Count > 0 && (window.Count == options.Turns || tokens + own > options.Tokens))
            {
                yield return window;
                (window, tokens) = ([], 0);
            }

            window.Add(episode);
            tokens += own;
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
