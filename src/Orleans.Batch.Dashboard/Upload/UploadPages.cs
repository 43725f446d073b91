using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans.Batch.Formats.Json;
using Orleans.Batch.Gateway;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>A new batch from a file: uploaded, reviewed, processed.</summary>
internal sealed class UploadPages(IBatchClient batches, FileItems files, IOptions<BatchGatewayOptions> options)
{
    public const string Path = "/batches/new";

    /// <summary>The field that adds items even when they exist already.</summary>
    public const string OnceMore = "once-more";

    private const int MaxName = 200;
    private const int ShownProblems = 100;

    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet(Path, (HttpContext http) => ShowAsync(http, new(null, null, OnceMore: false), StatusCodes.Status200OK));
        gated.MapPost(Path, (HttpContext http, UploadPages here) => here.ReceiveAsync(http)).WithMetadata(new SelfValidatedForm());
        gated.MapGet(Path + "/{batch_id:guid}", (HttpContext http, UploadPages here) => here.ReviewAsync(http));
        gated.MapPost(Path + "/{batch_id:guid}/process", (HttpContext http, UploadPages here) => here.ProcessAsync(http));
    }

    private static Task ShowAsync(HttpContext http, NewBatchModel model, int status) =>
        http.WritePageAsync<NewBatchPage, NewBatchModel>(new PageHead("New batch", "/batches"), model, status);

    private async Task ReceiveAsync(HttpContext http)
    {
        var form = await UploadForm.ReadAsync(http, options.Value.MaxStreamBytes);
        DashboardForm.RequireToken(http, form[DashboardForm.TokenField]);
        var model = new NewBatchModel(form["name"].Trim() is { Length: > 0 } name ? name : null, ExtractionOf(form["extraction"]), form[OnceMore].Length > 0);
        var first = new List<NewBatchItem>();
        try
        {
            if (form.File is null || form.FileName is null)
            {
                throw BatchServiceException.Invalid(ErrorCodes.Required, "choose a file first");
            }

            var (batchId, file) = await FillAsync(http, form, model, first);
            http.SeeOther($"{Path}/{batchId}", file.Summary(form.FileName));
        }
        catch (BatchServiceException e) when (e.Kind == ErrorKind.InvalidRequest)
        {
            var refused = new RefusedFile(form.FileName, e.Message, [.. e.Problems.Take(ShownProblems)], e.ProblemCount, first);
            await ShowAsync(http, model with { Refused = refused }, StatusCodes.Status400BadRequest);
        }
    }

    // A draft that could not be filled is deleted.
    private async Task<(Guid BatchId, UploadedFile File)> FillAsync(
        HttpContext http, UploadForm form, NewBatchModel model, List<NewBatchItem> first)
    {
        if (model.Name is { Length: > MaxName })
        {
            throw BatchServiceException.Invalid(ErrorCodes.TooLong, $"the name may have at most {MaxName} characters");
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = model.Name ?? form.FileName!, ["file"] = form.FileName! };
        var batch = new NewBatch { Metadata = new JsonText(JsonSerializer.Serialize(labels, UploadJson.Default.DictionaryStringString)), Extraction = model.Extraction };
        var created = (await batches.CreateAsync(http.Project(), batch, null, http.RequestAborted)).Value.BatchId;
        try
        {
            var file = await files.AddAsync(http, created, form, first);
            return file.Items.Accepted > 0
                ? (created, file)
                : throw BatchServiceException.Invalid(ErrorCodes.AlreadyExists, file.NothingNew);
        }
        catch
        {
            await batches.DeleteAsync(http.Project(), created, CancellationToken.None);
            throw;
        }
    }

    private async Task ReviewAsync(HttpContext http)
    {
        var (project, batchId) = (http.Project(), http.RouteGuid("batch_id"));
        var batch = await batches.GetAsync(project, batchId, http.RequestAborted);
        var first = new List<NewBatchItem>();
        await foreach (var record in batches.ExportItemsAsync(
            project, batchId, new BatchItemFilter(Limit: FileItems.Shown), http.RequestAborted))
        {
            if (record.Payload is { } item)
            {
                first.Add(item);
            }
        }

        var validation = batch.Status == BatchStatus.Draft
            ? await batches.ValidateAsync(project, batchId, new ValidationQuery(ShownProblems), http.RequestAborted)
            : null;
        await http.WritePageAsync<ReviewPage, ReviewModel>(new PageHead("Review the new batch", "/batches"), new(batch, first, validation));
    }

    private async Task ProcessAsync(HttpContext http)
    {
        var batchId = http.RouteGuid("batch_id");
        try
        {
            await batches.ProcessAsync(http.Project(), batchId, null, http.RequestAborted);
            http.SeeOther($"/batches/{batchId}", "Processing has begun.");
        }
        catch (BatchServiceException e) when (e.Kind == ErrorKind.InvalidRequest)
        {
            http.SeeOther($"/batches/{batchId}", e.Message); // the batch's page shows the problem of each item
        }
    }

    private static ExtractionMode? ExtractionOf(string word) =>
        word.Length > 0 && EnumNames<ExtractionMode>.TryParse(word, out var mode) ? mode : null;
}
