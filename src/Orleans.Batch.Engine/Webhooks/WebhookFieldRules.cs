using System.Globalization;

namespace Orleans.Batch.Webhooks;

/// <summary>The rules for the fields of an endpoint, and the arguments of the calls on one.</summary>
internal static class WebhookFieldRules
{
    /// <summary>Longest time that two secrets sign.</summary>
    public static readonly TimeSpan MaxOverlap = TimeSpan.FromSeconds(Limits.WebhookSecretOverlapSeconds);

    /// <summary>Checks everything but the URL.</summary>
    public static void Check(WebhookEndpointFields fields)
    {
        var problems = new ProblemList();
        TextRules.Check(fields.Description, Limits.WebhookDescriptionLength, null, "description", problems);
        if (fields.Events is { Count: 0 })
        {
            problems.Add(null, "events", ErrorCodes.Required, $"events must name at least one of {Known}");
        }

        if (fields.Events?.Count > Limits.WebhookEvents)
        {
            problems.Add(null, "events", ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"events may hold at most {Limits.WebhookEvents} names, got {fields.Events.Count}"));
        }

        foreach (var name in fields.Events?.Where(e => !WebhookEvents.All.Contains(e)) ?? [])
        {
            problems.Add(null, "events", ErrorCodes.UnknownValue, $"events may hold {Known}; there is no \"{Short(name)}\"");
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(problems.Listed[0].Message, problems);
        }
    }

    public static void CheckOverlap(TimeSpan overlap)
    {
        if (overlap < TimeSpan.Zero || overlap > MaxOverlap)
        {
            throw BatchServiceException.Invalid(ErrorCodes.OutOfRange, string.Create(
                CultureInfo.InvariantCulture, $"overlap_seconds must be 0 to {MaxOverlap.TotalSeconds}"));
        }
    }

    public static void CheckSpan(DateTimeOffset since, DateTimeOffset until)
    {
        if (since >= until)
        {
            throw BatchServiceException.Invalid(ErrorCodes.OutOfRange, "since must be before until");
        }
    }

    private static string Known => string.Join(", ", WebhookEvents.All);

    private static string Short(string text) => text.Length <= 50 ? text : text[..50];
}
