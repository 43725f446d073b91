using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Imports;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Imports;

/// <summary>Imports, which Zep does not have. Bodies of calls that take none are ignored.</summary>
internal static class ImportEndpoints
{
    private const string ImportUuid = "import_uuid";
    private const string One = "/imports/{import_uuid}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/imports", CreateAsync).DescribeWrite(ImportOperations.Create, "/imports");
        api.MapGet("/imports", ListAsync).DescribeRead(ImportOperations.List);
        api.MapGet(One, GetAsync).DescribeRead(ImportOperations.Get);
        api.MapPatch(One, UpdateAsync).DescribeWrite(ImportOperations.Update, One);
        api.MapDelete(One, DeleteAsync).DescribeWrite(ImportOperations.Delete, One);
        api.MapPost(One + "/close", CloseAsync).DescribeWrite(ImportOperations.Close, One);
        api.MapPost(One + "/pause", PauseAsync).DescribeWrite(ImportOperations.Pause, One);
        api.MapPost(One + "/resume", ResumeAsync).DescribeWrite(ImportOperations.Resume, One);
        api.MapPost(One + "/cancel", CancelAsync).DescribeWrite(ImportOperations.Cancel, One);
        api.MapPost(One + "/retry", RetryAsync).DescribeWrite(ImportOperations.Retry, One);
        api.MapGet(One + "/undo", PreviewUndoAsync).DescribeRead(ImportOperations.PreviewUndo);
        api.MapPost(One + "/undo", UndoAsync).DescribeWrite(ImportOperations.Undo, One);
    }

    private static Task CreateAsync(HttpContext http, WriteCalls calls, IImportClient imports) =>
        calls.RunAsync(http, async (body, key) =>
        {
            var created = await imports.CreateImportAsync(http.Project(), ImportBody.Parse(body.Span), key, http.RequestAborted);
            await WriteAsync(http, IdempotentCall.Answer(http, created), StatusCodes.Status201Created);
        });

    private static async Task ListAsync(HttpContext http, IImportClient imports)
    {
        var page = PageRequest.From(http, Limits.ImportsPerPage);
        var found = await imports.ListImportsAsync(http.Project(), new ImportQuery(page.Size, page.Number), http.RequestAborted);
        await http.WriteAsync(
            new Page<ImportObject>([.. found.Imports.Select(ImportObject.From)], page.Next(found.NextCursor)), V4Json.Default.PageImportObject);
    }

    private static async Task GetAsync(HttpContext http, IImportClient imports) =>
        await WriteAsync(http, await imports.GetImportAsync(http.Project(), http.RouteUuid(ImportUuid), http.RequestAborted));

    private static Task UpdateAsync(HttpContext http, WriteCalls calls, IImportClient imports)
    {
        var uuid = http.RouteUuid(ImportUuid);
        return calls.RecordAsync(http, async (body, _) => Answer(
            await imports.UpdateImportAsync(http.Project(), uuid, ImportBody.ParseChanges(body.Span), http.RequestAborted)));
    }

    private static Task DeleteAsync(HttpContext http, WriteCalls calls, IImportClient imports)
    {
        var uuid = http.RouteUuid(ImportUuid);
        return calls.RecordAsync(http, async (_, _) =>
        {
            await imports.DeleteImportAsync(http.Project(), uuid, http.RequestAborted);
            return Stored.Empty;
        });
    }

    private static Task CloseAsync(HttpContext http, WriteCalls calls, IImportClient imports)
    {
        var uuid = http.RouteUuid(ImportUuid);
        return calls.RecordAsync(http, async (_, _) => Answer(await imports.CloseImportAsync(http.Project(), uuid, http.RequestAborted)));
    }

    private static Task PauseAsync(HttpContext http, WriteCalls calls, IImportClient imports)
    {
        var uuid = http.RouteUuid(ImportUuid);
        return calls.RecordAsync(http, async (_, _) => Answer(await imports.PauseImportAsync(http.Project(), uuid, http.RequestAborted)));
    }

    private static Task ResumeAsync(HttpContext http, WriteCalls calls, IImportClient imports)
    {
        var uuid = http.RouteUuid(ImportUuid);
        return calls.RecordAsync(http, async (_, _) => Answer(await imports.ResumeImportAsync(http.Project(), uuid, http.RequestAborted)));
    }

    private static Task CancelAsync(HttpContext http, WriteCalls calls, IImportClient imports)
    {
        var uuid = http.RouteUuid(ImportUuid);
        return calls.RecordAsync(http, async (_, _) =>
        {
            var canceled = await imports.CancelImportAsync(http.Project(), uuid, http.RequestAborted);
            return Answer(canceled.Import, canceled.Repeated ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
        });
    }

    private static Task RetryAsync(HttpContext http, WriteCalls calls, IImportClient imports)
    {
        var uuid = http.RouteUuid(ImportUuid);
        return calls.RunAsync(http, async (body, key) =>
        {
            var retried = await imports.RetryImportAsync(http.Project(), uuid, ImportRetryBody.Parse(body.Span), key, http.RequestAborted);
            await WriteAsync(http, IdempotentCall.Answer(http, retried));
        });
    }

    private static async Task PreviewUndoAsync(HttpContext http, IImportClient imports)
    {
        var preview = await imports.PreviewUndoAsync(http.Project(), http.RouteUuid(ImportUuid), http.RequestAborted);
        await http.WriteAsync(ImportUndoPreviewObject.From(preview), V4Json.Default.ImportUndoPreviewObject);
    }

    private static Task UndoAsync(HttpContext http, WriteCalls calls, IImportClient imports)
    {
        var uuid = http.RouteUuid(ImportUuid);
        return calls.RecordAsync(http, async (_, _) =>
        {
            var undone = await imports.UndoImportAsync(http.Project(), uuid, http.RequestAborted);
            return Answer(undone.Import, undone.Repeated ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
        });
    }

    private static Task WriteAsync(HttpContext http, ImportSummary import, int status = StatusCodes.Status200OK) =>
        http.WriteAsync(ImportObject.From(import), V4Json.Default.ImportObject, status);

    private static StoredResponse Answer(ImportSummary import, int status = StatusCodes.Status200OK) =>
        Stored.Json(ImportObject.From(import), V4Json.Default.ImportObject, status);
}
