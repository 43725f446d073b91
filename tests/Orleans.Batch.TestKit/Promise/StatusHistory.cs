namespace Orleans.Batch.TestKit.Promise;

/// <summary>Whether a client's observations of a batch are possible for one batch.</summary>
public static class StatusHistory
{
    /// <summary>The violations; empty if there are none.</summary>
    public static IEnumerable<string> Check(IReadOnlyList<(string Status, int Ended)> observed)
    {
        for (var i = 1; i < observed.Count; i++)
        {
            var (before, after) = (observed[i - 1], observed[i]);
            if (before.Status != after.Status && (IsTerminal(before.Status) || Rank(after.Status) <= Rank(before.Status)))
            {
                yield return $"went from {before.Status} to {after.Status}";
            }

            if (before is { Status: "processing" } && after is { Status: "invalid" })
            {
                yield return "became invalid while it was processing";
            }

            if (after.Ended < before.Ended)
            {
                yield return $"had {before.Ended} items ended, then {after.Ended}";
            }
        }
    }

    private static bool IsTerminal(string status) => Rank(status) == 3;

    private static int Rank(string status) => status switch
    {
        "draft" => 0,
        "queued" => 1,
        "processing" => 2,
        _ => 3,
    };
}
