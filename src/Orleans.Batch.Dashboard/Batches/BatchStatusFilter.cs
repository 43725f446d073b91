namespace Orleans.Batch.Dashboard;

/// <summary>The filters of the list of batches: groups of statuses.</summary>
internal static class BatchStatusFilter
{
    public static IReadOnlyList<(string Word, string Name, IReadOnlyList<BatchStatus> Statuses)> All { get; } =
    [
        ("running", "Running", [BatchStatus.Queued, BatchStatus.Processing]),
        ("draft", "Drafts", [BatchStatus.Draft]),
        ("trouble", "With failures", [BatchStatus.Partial, BatchStatus.Failed, BatchStatus.Invalid]),
        ("succeeded", "Succeeded", [BatchStatus.Succeeded]),
        ("canceled", "Canceled", [BatchStatus.Canceled]),
    ];

    /// <summary>The statuses of a filter; none for all of them.</summary>
    public static IReadOnlyList<BatchStatus> GetStatuses(string? word)
    {
        if (word is null)
        {
            return [];
        }

        foreach (var group in All)
        {
            if (group.Word == word)
            {
                return group.Statuses;
            }
        }

        throw BatchServiceException.Invalid(
            ErrorCodes.UnknownValue, $"status must be one of {string.Join(", ", All.Select(g => g.Word))}");
    }
}
