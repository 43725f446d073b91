using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// A call that may carry an <c>Idempotency-Key</c>. The log answers a repeat of a refused call; the call itself answers
/// a repeat of one that succeeded, if its transaction records the key, and the log otherwise. Faults (5xx) are never kept.
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

        if (!await ReplayAsync(http, key))
        {
            await KeepRefusalAsync(http, key, () => call(key));
        }
    }

    /// <summary>
    /// The same for a call whose transaction keeps no record: the log keeps its answer. Only a crash between the two makes
    /// a repeat run the call again; objects that it creates take their identity from the key, so that they exist once.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="path">The path that the key applies to.</param>
    /// <param name="body">The body.</param>
    /// <param name="call">Returns the answer. The argument identifies the call: repeats with the key have the same one.</param>
    public async Task RecordAsync(HttpContext http, string path, RequestBody body, Func<Guid, Task<StoredResponse>> call)
    {
        if (HeaderOf(http) is not { } header)
        {
            await http.WriteStoredAsync(await call(Guid.CreateVersion7()));
            return;
        }

        var key = new IdempotencyKey(path, header, SHA256.HashData(body.Span));
        if (!await ReplayAsync(http, key))
        {
            await KeepRefusalAsync(http, key, async () =>
            {
                await WriteKeptAsync(http, key, await call(CallIdentity.From(http.Project(), key)));
            });
        }
    }

    /// <summary>Writes an answer and keeps it under a key; without a key it only writes it.</summary>
    public async Task WriteKeptAsync(HttpContext http, IdempotencyKey? key, StoredResponse answer)
    {
        if (key is not null)
        {
            await log.KeepAsync(http.Project(), key, answer, CancellationToken.None);
        }

        await http.WriteStoredAsync(answer);
    }

    private async ValueTask<bool> ReplayAsync(HttpContext http, IdempotencyKey key)
    {
        var kept = await RetryWhileUnavailable.RunAsync(http, time, () => log.FindAsync(http.Project(), key, http.RequestAborted));
        if (kept is null)
        {
            return false;
        }

        MarkReplayed(http);
        await http.WriteStoredAsync(kept);
        return true;
    }

    private async Task KeepRefusalAsync(HttpContext http, IdempotencyKey key, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (BatchServiceException refusal) when (IsFinal(refusal))
        {
            var answer = ErrorResponse.From(refusal);
            await log.KeepAsync(http.Project(), key, new StoredResponse(answer.Status, http.Render(answer)), http.RequestAborted);
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
