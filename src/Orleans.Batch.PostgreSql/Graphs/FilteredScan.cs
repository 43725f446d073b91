namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Reads pages of rows that match a filter, in steps of a bounded number of rows.</summary>
internal static class FilteredScan
{
    /// <summary>How many rows a filtered page reads at most before the next page continues.</summary>
    public const int MaxScanned = 10_000;

    /// <summary>How many rows a step reads under a filter.</summary>
    public const int Step = 1_000;

    /// <summary>The positions of a page, and where the next one begins.</summary>
    /// <param name="from">The position before the page, or null.</param>
    /// <param name="limit">How many matching rows the page has at most.</param>
    /// <param name="step">How many rows are read at a time.</param>
    /// <param name="untilFound">Whether the scan continues until at least one row matches.</param>
    /// <param name="read">Reads the given number of rows after a position.</param>
    public static async ValueTask<(List<T> Found, T? Next)> ScanAsync<T>(
        T? from, int limit, int step, bool untilFound, Func<T?, int, ValueTask<List<(T At, bool Matches)>>> read)
        where T : struct
    {
        var found = new List<T>(limit + 1);
        for (var scanned = 0; scanned < MaxScanned || (untilFound && found.Count == 0); scanned += step)
        {
            var rows = await read(from, step);
            found.AddRange(rows.Where(r => r.Matches).Select(r => r.At));
            if (found.Count > limit)
            {
                found.RemoveRange(limit, found.Count - limit);
                return (found, found[^1]);
            }

            if (rows.Count < step)
            {
                return (found, null);
            }

            from = rows[^1].At;
        }

        return (found, from);
    }
}
