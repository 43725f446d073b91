using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// A call that may carry an <c>Idempotency-Key</c>. The log answers a repeat of a refused call; the call itself answers
/// a repeat of one that succeeded, which its transaction has recorded. Faults (5xx) are never kept.
/// </summary>
internal sealed class IdempotentCall(IIdempotencyLog log, TimeProvider time)
{
    private const int MaxKeyLength = 255;

    public async Task RunAsync(HttpContext http, string path, RequestBody body, Func<IdempotencyKey?, Task> call)
    {
        if (HeaderOf(http) is not { } header)
        {
            await call(null);
            return;
        }

        var key = new IdempotencyKey(path, header, SHA256.HashData(body.Span));

        var refused = await RetryWhileUnavailable.RunAsync(
            http, time, () => log.FindRefusalAsync(http.Project(), key, http.RequestAborted));
        if (refused is { } kept)
        {
            MarkReplayed(http);
            await http.WriteRawAsync(kept.Status, kept.Body);
            return;
        }

        try
        {
            await call(key);
        }
        catch (BatchServiceException refusal) when (IsFinal(refusal))
        {
            var answer = ErrorResponse.From(refusal);
            await log.KeepRefusalAsync(
                http.Project(), key, new StoredErrorResponse(answer.Status, answer.Render(http.TraceIdentifier)), http.RequestAborted);
            throw;
        }
    }

    /// <summary>Returns the answer, marked as replayed if it is.</summary>
    public static T Answer<T>(HttpContext http, IdempotentResult<T> answer)
    {
        if (answer.Replayed)
        {
            MarkReplayed(http);
        }

        return answer.Value;
    }

    public static void MarkReplayed(HttpContext http) => http.Response.Headers["Idempotent-Replayed"] = "true";

    private static bool IsFinal(BatchServiceException refusal) =>
        refusal.Kind is ErrorKind.InvalidRequest or ErrorKind.NotFound
        || (refusal.Kind == ErrorKind.Conflict && refusal.Code != ErrorCodes.IdempotencyInFlight);

    /// <summary>The key the caller sent; null when there is none.</summary>
    public static string? HeaderOf(HttpContext http)
    {
        var header = http.Request.Headers["Idempotency-Key"];
        if (header.Count == 0)
        {
            return null;
        }

        return header is [{ Length: > 0 and <= MaxKeyLength } value] && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? value
            : throw BatchServiceException.Invalid(
                ErrorCodes.InvalidRequest, $"Idempotency-Key must be one header of 1 to {MaxKeyLength} printable ASCII characters");
    }
}
