using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Orleans.Batch.Formats.Csv;
using Orleans.Batch.Formats.Files;
using Orleans.Batch.Gateway;
using Orleans.Batch.Gateway.Batches;
using Orleans.Batch.Gateway.Csv;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Adds the items of a file to a draft while they arrive: all of them or none.</summary>
internal sealed class FileItems(
    IBatchClient batches, DestinationClients clients, IDirectoryClient directory, BodyBudget budget, GatewayTelemetry telemetry, IOptions<BatchGatewayOptions> options) : IDisposable
{
    /// <summary>How many items are kept for display.</summary>
    public const int Shown = 10;

    private const int CreatedAtOnce = 8;

    // CSV occupies a thread for each upload, also while the sender is slow.
    private const int MaxCsv = 4;

    private readonly SemaphoreSlim _csv = new(MaxCsv);

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    /// <summary>Adds the items.</summary>
    /// <param name="http">The request.</param>
    /// <param name="batchId">The draft.</param>
    /// <param name="form">The file.</param>
    /// <param name="first">Receives the first items, also when the upload is refused.</param>
    /// <returns>The result of the upload.</returns>
    public async Task<UploadedFile> AddAsync(HttpContext http, Guid batchId, UploadForm form, List<NewBatchItem> first)
    {
        try
        {
            var content = await UploadContent.OpenAsync(
                form.File!, options.Value.MaxStreamBytes, options.Value.GzipLimits, http.RequestAborted);
            await using var owned = content;
            return IsCsv(form.FileName, content.Peek)
                ? await AddCsvAsync(http, batchId, content, form, first)
                : await AddNdjsonAsync(http, batchId, content, form, first);
        }
        catch (InvalidDataException e)
        {
            throw BatchServiceException.Invalid(ErrorCodes.InvalidRequest, e.Message);
        }
    }

    // By its name, else by its beginning: a line of JSON begins with a brace.
    private static bool IsCsv(string? name, ReadOnlySpan<byte> beginning) =>
        (name is not null && CsvRecords.Reads(name)) || beginning.TrimStart("\uFEFF \t\r\n"u8) is not [(byte)'{', ..];

    private async Task<UploadedFile> AddNdjsonAsync(
        HttpContext http, Guid batchId, UploadContent content, UploadForm form, List<NewBatchItem> first)
    {
        using var lines = new NdjsonLines(content, options.Value.MaxLineBytes, options.Value.MaxStreamBytes, budget, hash: null);
        return await AddAsync(http, batchId, lines, form, first);
    }

    private async Task<UploadedFile> AddCsvAsync(
        HttpContext http, Guid batchId, UploadContent content, UploadForm form, List<NewBatchItem> first)
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
            using var rows = new CsvRecords(content, CsvSeparator.Detect(beginning), form.FileName ?? "the file");
            return await AddAsync(http, batchId, new CsvLines(rows), form, first);
        }
        finally
        {
            _csv.Release();
        }
    }

    private async Task<UploadedFile> AddAsync(
        HttpContext http, Guid batchId, IItemLines lines, UploadForm form, List<NewBatchItem> first)
    {
        var file = new FileLines(options.Value.MaxFileDestinations, onceMore: form[UploadPages.OnceMore].Length > 0);
        var items = new NdjsonItems(new RenamedLines(lines, directory, http.Project()), options.Value.MaxBlankLines, file);
        var created = 0;
        try
        {
            var added = await batches.AddStreamAsync(http.Project(), batchId, ReadAsync(http.RequestAborted), key: null, http.RequestAborted);
            telemetry.Accepted(added.Value.Accepted);
            return new UploadedFile(added.Value, created, items.Unknown.All);
        }
        catch (BatchServiceException e) when (e.Problems.Any(static p => p.Index is not null))
        {
            throw items.WithLine(e);
        }

        // Destinations are created after the last line, when there is no problem, and before anything is stored.
        async IAsyncEnumerable<NewBatchItem> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var item in items.ReadAsync(cancellationToken))
            {
                if (first.Count < Shown)
                {
                    first.Add(item);
                }

                yield return item;
            }

            created = await CreateAsync(http.Project(), file.Destinations, cancellationToken);
        }
    }

    // Users and graphs come before threads, which need their users. Existing ones stay as they are.
    private async Task<int> CreateAsync(
        ProjectId project, IReadOnlyCollection<FileDestination> destinations, CancellationToken cancellationToken)
    {
        var (created, refused) = (0, new ConcurrentBag<Problem>());
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = CreatedAtOnce, CancellationToken = cancellationToken };
        foreach (var group in destinations.GroupBy(d => d.Type == FileLineType.Thread).OrderBy(g => g.Key))
        {
            await Parallel.ForEachAsync(group, parallel, async (destination, stop) =>
            {
                try
                {
                    await destination.CreateAsync(clients, project, stop);
                    Interlocked.Increment(ref created);
                }
                catch (BatchServiceException e) when (e.Code == ErrorCodes.AlreadyExists)
                {
                    // Created earlier, by this file or another.
                }
                catch (BatchServiceException e) when (e.Kind is ErrorKind.InvalidRequest or ErrorKind.NotFound or ErrorKind.Conflict)
                {
                    refused.Add(new Problem(null, null, e.Code, e.Message) { Line = destination.Line });
                }
            });
        }

        return refused.IsEmpty ? created : throw Refuse([.. refused.OrderBy(r => r.Line)]);
    }

    private static BatchServiceException Refuse(IReadOnlyList<Problem> problems) =>
        new(ErrorKind.InvalidRequest, problems[0].Code, $"line {problems[0].Line}: {problems[0].Message}; nothing was added")
        {
            Problems = problems,
            ProblemCount = problems.Count,
        };
}
