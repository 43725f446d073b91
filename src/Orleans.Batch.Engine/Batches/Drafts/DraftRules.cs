using System.Globalization;

namespace Orleans.Batch.Batches;

/// <summary>The rules for a new draft.</summary>
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
}
