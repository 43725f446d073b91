using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway;

/// <summary>What the deprecated calls do: a batch of its own, made, filled and started in one call.</summary>
internal static class BatchedAdd
{
    // RFC 9745: when they became deprecated, which is when their originals began to make batches (contract §3.12).
    private static readonly string DeprecatedAt = string.Create(
        CultureInfo.InvariantCulture, $"@{new DateTimeOffset(2026, 10, 4, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()}");

    /// <summary>Says in the answer that the call is deprecated.</summary>
    public static void MarkDeprecated(HttpContext http) => http.Response.Headers["Deprecation"] = DeprecatedAt;

    /// <summary>
    /// Makes the batch; its id is the task's. Under a key each step is done once, so that a repeat of a call that was
    /// broken off goes on where that stood.
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
            // Its destination went while it was made; nobody was told of the batch.
            await batches.DeleteAsync(project, id, http.RequestAborted);
            throw;
        }

        return (id, added);
    }

    // The path by itself is where the call's refusal is kept.
    private static IdempotencyKey? Step(IdempotencyKey? key, string step) => key is null ? null : key with { Path = $"{key.Path}#{step}" };
}
