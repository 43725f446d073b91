using System.Globalization;
using Orleans.Batch.Batches;
using Orleans.Batch.Graphs;

namespace Orleans.Batch.Imports;

/// <summary>The rules for the fields of imports.</summary>
internal static class ImportRules
{
    public static void Check(NewImport import)
    {
        var problems = new ProblemList();
        if (import.Name is null)
        {
            problems.Add(null, "name", ErrorCodes.Required, "name is required");
        }

        TextRules.Check(import.Source, Limits.ImportSourceLength, null, "source", problems);
        Check(import.Name, import.Metadata, import.ExpectedItems, import.QuietHours, problems);
    }

    public static void Check(ImportChanges changes) =>
        Check(changes.Name, changes.Metadata, changes.ExpectedItems, changes.QuietHours, new ProblemList());

    public static void Check(ImportRetry selection)
    {
        var problems = new ProblemList();
        RetryRules.Check(selection.Statuses, selection.Codes, problems);
        FieldRules.Refuse(problems);
    }

    private static void Check(string? name, JsonText? metadata, long? expectedItems, QuietHours? quiet, ProblemList problems)
    {
        if (name is not null && string.IsNullOrWhiteSpace(name))
        {
            problems.Add(null, "name", ErrorCodes.Required, "name must not be empty");
        }

        TextRules.Check(name, Limits.ImportNameLength, null, "name", problems);
        MetadataRules.CheckObject(metadata, "metadata", problems);
        if (expectedItems is < 0 or > Limits.ExpectedItems)
        {
            problems.Add(null, "expected_items", ErrorCodes.OutOfRange, string.Create(
                CultureInfo.InvariantCulture, $"expected_items must be a whole number from 0 to {Limits.ExpectedItems}"));
        }

        if (quiet is not null)
        {
            var before = problems.Count;
            TimeZoneRules.Check(quiet.TimeZone, "quiet_hours.time_zone", problems);
            if (problems.Count == before && !TimeZoneInfo.TryFindSystemTimeZoneById(quiet.TimeZone, out _))
            {
                problems.Add(
                    null,
                    "quiet_hours.time_zone",
                    ErrorCodes.UnknownValue,
                    "quiet_hours.time_zone is not known on the server, whose system has no time zones (tzdata); give the times in UTC");
            }

            if (quiet.From == quiet.To)
            {
                problems.Add(null, "quiet_hours.to", ErrorCodes.OutOfRange, "quiet_hours.to must differ from quiet_hours.from");
            }
        }

        FieldRules.Refuse(problems);
    }
}
