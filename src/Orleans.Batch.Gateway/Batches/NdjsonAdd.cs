using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>Adds a stream of items: <c>application/x-ndjson</c>, plain or gzip, of any length.</summary>
internal sealed class NdjsonAdd(
    IBatchClient batches, RequestBodies bodies, BodyBudget budget, GatewayTelemetry telemetry, IOptions<BatchGatewayOptions> options)
{
    public async Task RunAsync(HttpContext http, Guid batchId)
    {
        var (added, items) = await AddAsync(http, batchId, $"/batches/{batchId}/items.ndjson", parse: null, static items => items);
        await http.WriteAsync(AddedLines.From(added, items.Unknown.All), WireJson.Default.AddedLines);
    }

    /// <summary>Adds the lines of the body, and marks the answer as replayed if it is.</summary>
    /// <param name="http">The request.</param>
    /// <param name="batchId">The draft.</param>
    /// <param name="path">The path that an idempotency key applies to.</param>
    /// <param name="parse">Reads an item in other names than those of version 3; null for those.</param>
    /// <param name="translate">Changes items on their way to the service.</param>
    public async ValueTask<(AddedItems Added, NdjsonItems Items)> AddAsync(
        HttpContext http,
        Guid batchId,
        string path,
        ItemReader<NewBatchItem>? parse,
        Func<IAsyncEnumerable<NewBatchItem>, IAsyncEnumerable<NewBatchItem>> translate)
    {
        using var activity = GatewayTelemetry.Source.StartActivity("batch.add_stream");
        var header = IdempotentCall.HeaderOf(http);
        using var hash = header is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var source = bodies.Open(http, options.Value.MaxStreamBytes);
        await using var owned = ReferenceEquals(source, http.Request.Body) ? null : source;
        using var lines = new NdjsonLines(source, options.Value.MaxLineBytes, options.Value.MaxStreamBytes, budget, hash);

        // A separate route key, because the same bytes mean something else there. Refusals are not stored: the same
        // body to the same batch gives the same refusal.
        Func<IdempotencyKey>? key = header is null
            ? null
            : () => new IdempotencyKey(path, header, hash!.GetHashAndReset());
        var items = new NdjsonItems(lines, options.Value.MaxBlankLines, parse: parse);
        var added = await AddAsync(http, batchId, items, translate(items.ReadAsync(http.RequestAborted)), key);
        activity?.SetTag("batch.items", added.Value.Accepted);
        if (added.Replayed)
        {
            IdempotentCall.MarkReplayed(http);
        }
        else
        {
            telemetry.Accepted(added.Value.Accepted);
        }

        return (added.Value, items);
    }

    private async Task<IdempotentResult<AddedItems>> AddAsync(
        HttpContext http, Guid batchId, NdjsonItems items, IAsyncEnumerable<NewBatchItem> translated, Func<IdempotencyKey>? key)
    {
        try
        {
            return await batches.AddStreamAsync(http.Project(), batchId, translated, key, http.RequestAborted);
        }
        catch (BatchServiceException e) when (e.Problems.Any(static p => p.Index is not null))
        {
            throw items.WithLine(e);
        }
    }
}
