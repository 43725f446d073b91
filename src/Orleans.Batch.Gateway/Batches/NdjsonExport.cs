using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>Returns a batch's items as lines, written as they are read.</summary>
internal static class NdjsonExport
{
    private const int FlushBytes = 32 * 1024;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async Task RunAsync(HttpContext http, IBatchClient batches, Guid batchId)
    {
        var filter = new BatchItemFilter(
            Paging.Word<ItemStatus>(http, "status"),
            Paging.Text(http, "code", Limits.ErrorCodeLength),
            (int)Math.Min(Paging.Cursor(http) ?? 0, int.MaxValue),
            Paging.Limit(http, "limit", int.MaxValue));
        http.Response.ContentType = Ndjson.MediaType;
        var body = http.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, Compact);
        await foreach (var record in batches.ExportItemsAsync(http.Project(), batchId, filter, http.RequestAborted))
        {
            JsonSerializer.Serialize(json, ItemLine.FromRecord(record), WireJson.Default.ItemLine);
            json.Flush();
            json.Reset();
            body.GetSpan(1)[0] = (byte)'\n';
            body.Advance(1);
            if (body.UnflushedBytes >= FlushBytes)
            {
                await body.FlushAsync(http.RequestAborted);
            }
        }

        await body.FlushAsync(http.RequestAborted);
    }
}
