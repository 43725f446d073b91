using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Realtime;

/// <summary>The work of the deprecated calls: a batch created, filled and started in one call.</summary>
internal static class BatchedAdd
{
    // RFC 9745: when they became deprecated, which is when Zep's calls began to create batches.
    private static readonly string DeprecatedAt = string.Create(
        CultureInfo.InvariantCulture, $"@{new DateTimeOffset(2026, 10, 4, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()}");

    /// <summary>Marks the response as deprecated.</summary>
    public static void MarkDeprecated(HttpContext http) => http.Response.Headers["Deprecation"] = DeprecatedAt;

    /// <summary>
    /// Creates the batch; its id is the task's. Under a key each step is done once, so that a repeat of an interrupted
    /// call continues where it stopped.
    /// </summary>
    public static async Task<(Guid TaskId, IReadOnlyList<BatchItem> Items)> RunAsync(
        HttpContext http, IBatchClient batches, NewBatch batch, IReadOnlyList<NewBatchItem> items, IdempotencyKey? key)
    {
        var project = http.Project();
        var id = (await batches.CreateAsync(project, batch, Step(key, "create"), http.RequestAborted)).Value.BatchId;
        var added = (await batches.AddAsync(project, id, items, Step(key, "add"), http.RequestAborted)).Value.Items;
        try
        {
            IdempotentCall.Answer(http, await batches.ProcessAsync(project, id, Step(key, "process"), http.RequestAborted));
        }
        catch (BatchServiceException e) when (e.Kind == ErrorKind.InvalidRequest)
        {
            // Its destination was deleted meanwhile; no caller knows the batch.
            await batches.DeleteAsync(project, id, http.RequestAborted);
            throw;
        }

        return (id, added);
    }

    // The path itself is where the call's refusal is kept.
    private static IdempotencyKey? Step(IdempotencyKey? key, string step) => key is null ? null : key with { Path = $"{key.Path}#{step}" };
}
