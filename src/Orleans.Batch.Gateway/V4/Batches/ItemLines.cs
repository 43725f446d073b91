using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>Adds and exports the items of a batch as lines of JSON, in the names of version 4.</summary>
internal static class ItemLines
{
    // One look-up for so many items; also the page in which the service reads them.
    private const int ChunkItems = 250;

    public static async Task AddAsync(HttpContext http, NdjsonAdd stream, IDirectoryClient directory, Guid batchUuid)
    {
        var streamed = new StreamedItems(http, directory);
        var (added, items) = await stream.AddAsync(
            http,
            batchUuid,
            $"v4 {http.Request.Method} {http.Request.Path} ndjson",
            streamed.Parse,
            standins => streamed.TranslateAsync(standins, http.RequestAborted));
        await http.WriteAsync(
            new AddedLinesObject(
                added.Accepted,
                added.FirstSequenceIndex,
                added.LastSequenceIndex,
                added.AlreadyLoaded,
                added.HeldInDrafts,
                streamed.RejectedCount == 0 ? null : streamed.RejectedCount,
                streamed.RejectedCount == 0 ? null : streamed.Rejected,
                items.Unknown.All is { Count: > 0 } unknown ? unknown : null),
            V4Json.Default.AddedLinesObject);
    }

    public static Task ExportAsync(HttpContext http, IBatchClient batches, IDirectoryClient directory, Guid batchUuid)
    {
        var records = batches.ExportItemsAsync(http.Project(), batchUuid, NdjsonExport.ReadFilter(http), http.RequestAborted);
        return NdjsonExport.WriteAsync(http, DescribeAsync(http, directory, records, http.RequestAborted), V4Json.Default.ExportedItem);
    }

    private static async IAsyncEnumerable<ExportedItem> DescribeAsync(
        HttpContext http,
        IDirectoryClient directory,
        IAsyncEnumerable<BatchItemRecord> records,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in records.Chunk(ChunkItems).WithCancellation(cancellationToken))
        {
            var destinations = await ItemDestinations.FindAsync(http, directory, chunk.Select(static r => r.Item));
            foreach (var record in chunk)
            {
                yield return ExportedItem.From(record, destinations(record.Item));
            }
        }
    }
}
