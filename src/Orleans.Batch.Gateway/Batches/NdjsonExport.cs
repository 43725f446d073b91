using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>Returns a batch's items as lines, written as they are read.</summary>
internal static class NdjsonExport
{
    private const int FlushBytes = 32 * 1024;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Task RunAsync(HttpContext http, IBatchClient batches, Guid batchId) => WriteAsync(
        http,
        batches.ExportItemsAsync(http.Project(), batchId, ReadFilter(http), http.RequestAborted).Select(ItemLine.FromRecord),
        WireJson.Default.ItemLine);

    /// <summary>Reads from the query which items are wanted.</summary>
    public static BatchItemFilter ReadFilter(HttpContext http) => new(
        Paging.Word<ItemStatus>(http, "status"),
        Paging.Text(http, "code", Limits.ErrorCodeLength),
        (int)Math.Min(Paging.Cursor(http) ?? 0, int.MaxValue),
        Paging.Limit(http, "limit", int.MaxValue));

    /// <summary>Writes one line for each value.</summary>
    public static async Task WriteAsync<T>(HttpContext http, IAsyncEnumerable<T> lines, JsonTypeInfo<T> type)
    {
        http.Response.ContentType = Ndjson.MediaType;
        var body = http.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body, Compact);
        await foreach (var line in lines)
        {
            JsonSerializer.Serialize(json, line, type);
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
