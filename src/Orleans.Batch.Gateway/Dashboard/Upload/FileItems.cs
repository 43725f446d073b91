using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>Adds the items of a file to a draft, as they come: all of them or none.</summary>
internal sealed class FileItems(IBatchClient batches, BodyBudget budget, GatewayTelemetry telemetry, IOptions<BatchGatewayOptions> options) : IDisposable
{
    /// <summary>How many items are kept to be shown.</summary>
    public const int Shown = 10;

    // CSV is read by a thread each, which a slow sender keeps.
    private const int MaxCsv = 4;

    private readonly SemaphoreSlim _csv = new(MaxCsv);

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    /// <summary>Adds them.</summary>
    /// <param name="http">The request.</param>
    /// <param name="batchId">The draft.</param>
    /// <param name="form">The file.</param>
    /// <param name="first">Gets the first items, whatever comes of it.</param>
    /// <returns>How many were added.</returns>
    public async Task<int> AddAsync(HttpContext http, Guid batchId, UploadForm form, List<NewBatchItem> first)
    {
        try
        {
            var content = await UploadContent.OpenAsync(
                form.File!, options.Value.MaxStreamBytes, options.Value.GzipLimits, http.RequestAborted);
            await using var owned = content;
            return IsCsv(form.FileName, content.Peek)
                ? await AddCsvAsync(http, batchId, form.FileName ?? "the file", content, first)
                : await AddNdjsonAsync(http, batchId, content, first);
        }
        catch (InvalidDataException e)
        {
            throw BatchServiceException.Invalid(ErrorCodes.InvalidRequest, e.Message);
        }
    }

    // By its name, or else by its beginning: a line of JSON begins with a brace.
    private static bool IsCsv(string? name, ReadOnlySpan<byte> beginning) =>
        (name is not null && CsvRecords.Reads(name)) || beginning.TrimStart("\uFEFF \t\r\n"u8) is not [(byte)'{', ..];

    private async Task<int> AddNdjsonAsync(HttpContext http, Guid batchId, UploadContent content, List<NewBatchItem> first)
    {
        using var lines = new NdjsonLines(content, options.Value.MaxLineBytes, options.Value.MaxStreamBytes, budget, hash: null);
        return await AddAsync(http, batchId, lines, first);
    }

    private async Task<int> AddCsvAsync(
        HttpContext http, Guid batchId, string name, UploadContent content, List<NewBatchItem> first)
    {
        if (!await _csv.WaitAsync(TimeSpan.Zero, http.RequestAborted))
        {
            throw new BatchServiceException(
                ErrorKind.Unavailable, ErrorCodes.Unavailable, "too many CSV files are being read at once; send it again shortly")
            {
                RetryAfter = TimeSpan.FromSeconds(5),
            };
        }

        try
        {
            if (http.Features.Get<IHttpBodyControlFeature>() is { } control)
            {
                control.AllowSynchronousIO = true;
            }

            await using var beginning = content.OpenPeek();
            using var rows = new CsvRecords(content, CsvSeparator.Of(beginning), name);
            return await AddAsync(http, batchId, new CsvLines(rows), first);
        }
        finally
        {
            _csv.Release();
        }
    }

    private async Task<int> AddAsync(HttpContext http, Guid batchId, IItemLines lines, List<NewBatchItem> first)
    {
        var items = new NdjsonItems(lines, options.Value.MaxBlankLines);
        try
        {
            var added = await batches.AddStreamAsync(
                http.Project(), batchId, KeepFirst(items, first, http.RequestAborted), key: null, http.RequestAborted);
            telemetry.Accepted(added.Value.Accepted);
            return added.Value.Accepted;
        }
        catch (BatchServiceException e) when (e.Problems.Any(static p => p.Index is not null))
        {
            throw items.WithLine(e);
        }
    }

    private static async IAsyncEnumerable<NewBatchItem> KeepFirst(
        NdjsonItems items, List<NewBatchItem> first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in items.ReadAsync(cancellationToken))
        {
            if (first.Count < Shown)
            {
                first.Add(item);
            }

            yield return item;
        }
    }
}
