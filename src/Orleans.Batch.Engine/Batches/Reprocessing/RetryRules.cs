using System.Globalization;

namespace Orleans.Batch.Batches;

/// <summary>The rules for the selection of items to retry.</summary>
internal static class RetryRules
{
    /// <summary>The statuses of items that can be retried.</summary>
    public static IReadOnlyList<ItemStatus> Retryable { get; } = [ItemStatus.Failed, ItemStatus.Canceled, ItemStatus.Pending];

    /// <returns>The sequence indexes of the selected items; null: all.</returns>
    public static int[]? Check(Guid batchId, RetrySelection selection)
    {
        var problems = new ProblemList();
        RequireSome(selection.Statuses, "statuses", problems);
        RequireSome(selection.Codes, "codes", problems);
        RequireSome(selection.ItemIds, "item_ids", problems);
        if (selection.Statuses?.Except(Retryable).Any() == true)
        {
            problems.Add(
                null, "statuses", ErrorCodes.NotRetryable, "statuses may hold failed, canceled and pending: whatever else has ended is in its graph");
        }

        var sequences = new List<int>();
        for (var i = 0; i < selection.ItemIds?.Count; i++)
        {
            if (BatchItemId.TryGetSequence(batchId, selection.ItemIds[i], out var sequence))
            {
                sequences.Add(sequence);
            }
            else
            {
                problems.Add(i, "item_ids", ErrorCodes.NotFound, $"{selection.ItemIds[i]} is not an item of batch {batchId}");
            }
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"{problems.Listed[0].Message}; nothing was retried"), problems);
        }

        return selection.ItemIds is null ? null : [.. sequences.Distinct()];
    }

    private static void RequireSome<T>(IReadOnlyList<T>? values, string field, ProblemList problems)
    {
        if (values is [])
        {
            problems.Add(null, field, ErrorCodes.Required, $"{field} is empty and chooses nothing; leave it out to choose all");
        }
    }
}
