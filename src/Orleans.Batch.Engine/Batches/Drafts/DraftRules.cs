using System.Globalization;

namespace Orleans.Batch.Batches;

/// <summary>The rules for a new draft and for the items of one call.</summary>
internal static class DraftRules
{
    public static void Check(NewBatch batch)
    {
        var problems = new ProblemList();
        MetadataRules.CheckObject(batch.Metadata, "metadata", problems);
        if (batch.Priority is < -NewBatch.MaxPriority or > NewBatch.MaxPriority)
        {
            problems.Add(null, "priority", ErrorCodes.OutOfRange, string.Create(
                CultureInfo.InvariantCulture,
                $"priority must be a whole number from {-NewBatch.MaxPriority} to {NewBatch.MaxPriority}"));
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(problems.Listed[0].Message, problems);
        }
    }

    public static void Check(IReadOnlyList<NewBatchItem> items)
    {
        if (items.Count == 0)
        {
            throw BatchServiceException.Invalid(ErrorCodes.Required, "items must hold at least one item");
        }

        if (items.Count > Limits.ItemsPerAdd)
        {
            throw BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture,
                $"at most {Limits.ItemsPerAdd} items can be added in one call, got {items.Count}; send them in several calls"));
        }

        var problems = new ProblemList();
        for (var i = 0; i < items.Count; i++)
        {
            BatchItemRules.Check(items[i], i, problems);
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"{problems.Count} problems in {items.Count} items; nothing was added"),
                problems);
        }
    }
}
