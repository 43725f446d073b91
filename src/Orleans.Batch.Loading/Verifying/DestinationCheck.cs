namespace Orleans.Batch.Loading.Verifying;

/// <summary>Compares the lines of one destination with its content on the server, page by page.</summary>
/// <param name="expected">The lines, in the order of their fingerprints.</param>
/// <param name="destination">The destination.</param>
/// <param name="found">Receives the differences.</param>
internal sealed class DestinationCheck(ArraySegment<SpooledItem> expected, NamedDestination destination, Differences found)
{
    private readonly HashSet<long> _moments = [.. expected.Select(e => e.Fingerprint.CreatedAt)];
    private readonly int[] _taken = new int[expected.Count];
    private readonly UnmatchedEpisodes _unmatched = new();

    /// <summary>Checks the whole destination.</summary>
    public async Task RunAsync(ApiClient api, CancellationToken cancel)
    {
        var pager = new EpisodePager(api, destination.Kind, destination.Id);
        while (await pager.NextAsync(cancel) is { } page)
        {
            foreach (var episode in page.EnumerateArray())
            {
                var fingerprint = destination.Kind == LineKind.Thread ? ItemFingerprint.OfMessage(episode) : ItemFingerprint.OfEpisode(episode);
                if (fingerprint is { } there)
                {
                    Match(there, ApiResponse.Text(episode, "uuid"));
                }
            }

            found.AddSeen(page.GetArrayLength());
        }

        Report(pager.Exists);
    }

    private void Match(ItemFingerprint there, string uuid)
    {
        // A line with a date goes before one without.
        var dated = First(there);
        var undated = First(there with { CreatedAt = ItemFingerprint.Undated });
        if (Take(dated) || Take(undated))
        {
            return;
        }

        if (dated >= 0 || undated >= 0)
        {
            var at = dated >= 0 ? dated : undated;
            found.Add(expected[at].Line, Difference.Doubled, "", $"{destination} holds it more often than the file: episode {uuid}.");
        }
        else if (_moments.Contains(there.CreatedAt) || HasContent(there.Content))
        {
            _unmatched.Add(there, uuid);
        }
    }

    /// <summary>The first line with exactly this fingerprint, or -1.</summary>
    private int First(ItemFingerprint fingerprint)
    {
        var at = LowerBound(fingerprint);
        return at < expected.Count && expected[at].Fingerprint == fingerprint ? at : -1;
    }

    private bool HasContent(UInt128 content)
    {
        var at = LowerBound(new ItemFingerprint(content, 0, 0, 0, 0, 0, long.MinValue));
        return at < expected.Count && expected[at].Fingerprint.Content == content;
    }

    private int LowerBound(ItemFingerprint fingerprint)
    {
        var (low, high) = (0, expected.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = expected[middle].Fingerprint.OrderTo(fingerprint) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Marks the next of the equal lines that begin here as found; the first of them holds the counts.</summary>
    private bool Take(int first)
    {
        if (first < 0 || first + _taken[first] >= expected.Count || expected[first + _taken[first]].Fingerprint != expected[first].Fingerprint)
        {
            return false;
        }

        _taken[first]++;
        return true;
    }

    private void Report(bool exists)
    {
        var message = destination.Kind == LineKind.Thread;
        foreach (var line in Unmatched())
        {
            if (_unmatched.Take(line.Fingerprint) is not { } other)
            {
                found.Add(line.Line, Difference.Missing, "", exists ? $"{destination} does not hold it." : $"{destination} does not exist.");
                continue;
            }

            var fields = string.Join(", ", line.Fingerprint.DifferencesTo(other.Fingerprint, message));
            found.Add(line.Line, Difference.Different, fields, $"{destination} holds it with other {fields}: episode {other.Uuid}.");
        }
    }

    private IEnumerable<SpooledItem> Unmatched()
    {
        for (var first = 0; first < expected.Count;)
        {
            var end = first;
            while (end < expected.Count && expected[end].Fingerprint == expected[first].Fingerprint)
            {
                end++;
            }

            for (var i = first + _taken[first]; i < end; i++)
            {
                yield return expected[i];
            }

            first = end;
        }
    }
}
