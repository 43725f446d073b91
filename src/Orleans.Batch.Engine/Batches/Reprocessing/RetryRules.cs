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
        Check(selection.Statuses, selection.Codes, problems);
        RequireSome(selection.ItemIds, "item_ids", problems);
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

    /// <summary>Adds the problems of the conditions that retries of batches and of imports share.</summary>
    public static void Check(IReadOnlyList<ItemStatus>? statuses, IReadOnlyList<string>? codes, ProblemList problems)
    {
        RequireSome(statuses, "statuses", problems);
        RequireSome(codes, "codes", problems);
        if (statuses?.Except(Retryable).Any() == true)
        {
            problems.Add(
                null, "statuses", ErrorCodes.NotRetryable, "statuses may hold failed, canceled and pending: items in other final statuses are in their graphs already");
        }
    }

    private static void RequireSome<T>(IReadOnlyList<T>? values, string field, ProblemList problems)
    {
        if (values is [])
        {
            problems.Add(null, field, ErrorCodes.Required, $"{field} is empty and chooses nothing; leave it out to choose all");
        }
    }
}
