using System.Globalization;
using System.Net;

namespace Orleans.Batch.Webhooks;

/// <summary>The consequence of an answer: 2xx is delivered, everything else is not.</summary>
internal static class AttemptOutcome
{
    public static AttemptRecord FromResponse(
        AttemptResponse answer, int attempt, TimeSpan duration, TimeSpan retryAfterCap, double chance)
    {
        var pause = RetrySchedule.PauseAfter(attempt, answer.RetryAfter, retryAfterCap, chance);
        var verdict = answer switch
        {
            { Status: >= 200 and < 300 } => AttemptVerdict.Delivered,
            { Status: (int)HttpStatusCode.Gone } => AttemptVerdict.Gone,
            { Abort: true } => AttemptVerdict.Aborted,
            _ when pause is null => AttemptVerdict.GaveUp,
            _ => AttemptVerdict.Retry,
        };
        return new AttemptRecord(
            duration, answer.Status, Error(answer), answer.Response, verdict, verdict == AttemptVerdict.Retry ? pause : null);
    }

    private static string? Error(AttemptResponse answer) => answer.Status switch
    {
        null => answer.Error,
        >= 200 and < 300 => null,
        >= 300 and < 400 => string.Create(CultureInfo.InvariantCulture, $"redirects are not followed (status {answer.Status})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"status {answer.Status}"),
    };
}
